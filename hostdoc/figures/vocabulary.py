"""The words and signs that figures are written with: currencies, units, scales, and what makes one approximate."""

from __future__ import annotations

from hostdoc.core.units import CURRENCIES, SIZES

SYMBOLS = {
    "US$": "USD",
    "A$": "AUD",
    "C$": "CAD",
    "NZ$": "NZD",
    "S$": "SGD",
    "HK$": "HKD",
    "NT$": "TWD",
    "MX$": "MXN",
    "CA$": "CAD",
    "AU$": "AUD",
    "R$": "BRL",
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "￥": "CNY",
    "₹": "INR",
    "৳": "BDT",
    "₱": "PHP",
    "₩": "KRW",
    "₫": "VND",
    "฿": "THB",
    "₪": "ILS",
    "₵": "GHS",
    "Rp": "IDR",
    "₦": "NGN",
    "₽": "RUB",
    "₴": "UAH",
    "₺": "TRY",
    "zł": "PLN",
    "Kč": "CZK",
    "R": "ZAR",
    "KSh": "KES",
    "$ENS": "ENS",
}
CODES = {code: code for code in CURRENCIES - {"PHP"}} | {  # `PHP 8.3` is a version
    "Dai": "DAI",
    "Euro": "EUR",
    "euro": "EUR",
    "euros": "EUR",
    "Euros": "EUR",
}

# Written directly behind the digits or after a blank: how many units one stands for.
SCALES = {
    "k": 3,
    "K": 3,
    "M": 6,
    "m": 6,
    "mn": 6,
    "mm": 6,
    "MM": 6,
    "mio": 6,
    "Mio": 6,
    "B": 9,
    "b": 9,
    "bn": 9,
    "Bn": 9,
    "T": 12,
    "thousand": 3,
    "million": 6,
    "millions": 6,
    "Million": 6,
    "billion": 9,
    "Billion": 9,
    "trillion": 12,
    "lakh": 5,
    "lakhs": 5,
    "crore": 7,
}
SCALE_WORDS = frozenset(word for word in SCALES if len(word) > 2)
MONEY_SCALES = frozenset({"m", "b", "T", "mm"})  # lower case m and b are metres, minutes, bytes where there is no money

TIMES = {
    "second": ("s", "sec", "secs", "second", "seconds"),
    "minute": ("min", "mins", "minute", "minutes", "Minute", "Minuten", "minuten", "minutos", "minuti"),
    "hour": (
        "h",
        "hr",
        "hrs",
        "hour",
        "hours",
        "Std",
        "Stunde",
        "Stunden",
        "heure",
        "heures",
        "hora",
        "horas",
        "ora",
        "ore",
        "uur",
    ),
    "day": (
        "d",
        "day",
        "days",
        "Tag",
        "Tage",
        "Tagen",
        "Arbeitstage",
        "Personentage",
        "jours",
        "días",
        "dias",
        "giorni",
        "dagen",
    ),
    "week": ("w", "wk", "wks", "week", "weeks", "Woche", "Wochen", "semaines", "semanas", "settimane", "weken"),
    "month": (
        "mo",
        "mos",
        "mon",
        "mth",
        "month",
        "months",
        "Monat",
        "Monate",
        "Monaten",
        "mes",
        "mês",
        "mois",
        "meses",
        "mesi",
        "maanden",
    ),
    "quarter": ("quarter", "quarters", "qtr"),
    "year": (
        "y",
        "yr",
        "yrs",
        "year",
        "years",
        "annum",
        "Jahr",
        "Jahre",
        "Jahren",
        "año",
        "años",
        "ano",
        "anos",
        "an",
        "ans",
        "anno",
        "anni",
        "jaar",
    ),
}
THINGS = {
    "user": ("user", "users"),
    "seat": ("seat", "seats"),
    "team": ("team", "teams"),
    "person": ("person", "people", "persons", "FTE", "FTEs", "pax", "heads"),
    "instance": ("instance", "instances"),
    "VM": ("VM", "VMs", "vm", "vms"),
    "vCPU": ("vCPU", "vCPUs", "CPU", "CPUs", "core", "cores", "OCPU", "OCPUs"),
    "service": ("service", "services"),
    "server": ("server", "servers", "machine", "machines", "node", "nodes"),
    "client": ("client", "clients", "customer", "customers", "subscriber", "subscribers", "member", "members"),
    "connection": ("connection", "connections"),
    "request": ("request", "requests", "req", "call", "calls", "query", "queries"),
    "token": ("token", "tokens"),
    "event": ("event", "events"),
    "project": ("project", "projects"),
    "unit": ("unit", "units", "pc", "pcs", "piece", "pieces", "item", "items"),
    "line": ("line", "lines"),
    "kWh": ("kWh",),
    "kg": ("kg",),
    "W": ("W", "watts"),
}
OTHER = {"x": "x", "×": "x", "X": "x", "%": "%", "percent": "%", "pct": "%"}

UNITS: dict[str, str] = (
    {word: name for name, words in (*TIMES.items(), *THINGS.items()) for word in words}
    | {size: size for size in SIZES if size != "B"}
    | {"kB": "KB", "gb": "GB", "Gb": "GB", "mb": "MB", "tb": "TB", "KiB": "KiB"}
    | OTHER
)
# Where a figure could mean either, a single letter counts only behind a slash or glued to the digits.
GLUED_ONLY = frozenset({"d", "w", "y", "s", "m", "an", "a", "x", "X", "W", "mes", "ano"})

PER_WORDS = UNITS | {name: name for name in ("GB", "month", "run", "container", "tenant", "box", "lead", "order")}

APPROXIMATE = (
    "about",
    "around",
    "roughly",
    "approximately",
    "approx.",
    "approx",
    "circa",
    "ca.",
    "c.",
    "est.",
    "estimated",
    "some",
    "nearly",
    "almost",
)
BELOW = (
    "<",
    "≤",
    "under",
    "below",
    "less than",
    "up to",
    "at most",
    "max",
    "max.",
    "no more than",
    "fewer than",
    "as low as",
)
ABOVE = (
    ">",
    "≥",
    "over",
    "above",
    "more than",
    "at least",
    "min",
    "min.",
    "starts at",
    "starting at",
    "starting from",
    "no less than",
)

# A whole cell that begins with one of these states no money or a loss.
ZERO_WORDS = frozenset({"free", "none", "included", "zero", "nil", "gratis", "kostenlos"})
NEGATIVE_WORDS = frozenset({"negative"})
NUMBER_WORDS = {
    word: value
    for value, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}
NO_AMOUNT = frozenset({"", "-", "—", "–", "--", "n/a", "na", "none", "·", "…", "...", "/", "x", "✓", "✗", "$ -", "$-"})

# Words before a bare number that make it a name or a place in an order, not an amount.
ORDINAL_NOUNS = frozenset(
    [
        *(
            "tier",
            "phase",
            "stage",
            "step",
            "section",
            "chapter",
            "part",
            "figure",
            "fig",
            "table",
            "level",
            "version",
            "release",
        ),
        *(
            "milestone",
            "sprint",
            "no",
            "nr",
            "appendix",
            "round",
            "option",
            "priority",
            "goal",
            "task",
            "issue",
            "decision",
            "week",
            "q",
        ),
        *(
            "year",
            "month",
            "day",
            "quarter",
            "page",
            "line",
            "lines",
            "note",
            "model",
            "scenario",
            "rev",
            "iso",
            "soc",
            "rfc",
            "pci",
        ),
        *(
            "gemini",
            "claude",
            "sonnet",
            "opus",
            "haiku",
            "llama",
            "mistral",
            "qwen",
            "grok",
            "deepseek",
            "gpt",
            "whisper",
        ),
        *(
            "python",
            "node",
            "java",
            "php",
            "ruby",
            "go",
            "debian",
            "ubuntu",
            "windows",
            "postgres",
            "postgresql",
            "mysql",
            "redis",
        ),
        *(
            "http",
            "http/",
            "tls",
            "usb",
            "wi-fi",
            "raspberry",
            "pi",
            "gpt",
            "claude",
            "llama",
            "type",
            "class",
            "deliverable",
            "in",
        ),
        *("since", "by", "until", "of", "during", "early", "late", "mid"),
    ]
)
# Of these, the ones that only tell a year from an amount.
YEAR_ONLY = frozenset({"in", "since", "by", "until", "of", "during", "early", "late", "mid"})
