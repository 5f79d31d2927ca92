"""`python -m hostdoc`: the command line where no script was installed."""

from hostdoc.cli import main

if __name__ == "__main__":
    main()
