# What `__getattr__` in __init__.py finds, for type checkers; `hostdoc` itself imports nothing.
from hostdoc.api import check as check
from hostdoc.api import frames as frames
from hostdoc.api import read as read
from hostdoc.core.figure import Figure as Figure
from hostdoc.core.ledger import Assumption as Assumption
from hostdoc.core.ledger import Ledger as Ledger
from hostdoc.core.quantity import Quantity as Quantity
from hostdoc.core.relation import Relation as Relation
from hostdoc.core.relation import Verdict as Verdict
from hostdoc.core.result import Audit as Audit
from hostdoc.core.result import AuditedDocument as AuditedDocument
from hostdoc.core.result import Check as Check
from hostdoc.loading import Unreadable as Unreadable
from hostdoc.project import ProjectError as ProjectError
from hostdoc.settings import SettingsError as SettingsError
