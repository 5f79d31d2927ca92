"""The words and signs that figures are written with: currencies, units, scales, and what makes one approximate."""

from __future__ import annotations

from hostdoc.core.units import CURRENCIES, SIZES


def _named(names: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Names with the words for them, parted by blanks."""
    return {name: tuple(words.split()) for name, words in names.items()}


def _each(names: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Each word with the name that it stands for."""
    return {word: name for name, words in names.items() for word in words}


SYMBOLS = _each(
    _named(
        {
            "USD": "US$ $ 美元",
            "AUD": "A$ AU$",
            "CAD": "C$ CA$",
            "NZD": "NZ$",
            "SGD": "S$",
            "HKD": "HK$ 港元 港幣 港币",
            "TWD": "NT$",
            "MXN": "MX$",
            "BRL": "R$",
            "EUR": "€ 欧元 歐元",
            "GBP": "£",
            "JPY": "¥ 円 日元",
            "CNY": "￥ 元 人民币 人民幣",
            "INR": "₹ Rs. Rs",
            "BDT": "৳",
            "PHP": "₱",
            "KRW": "₩ 원",
            "VND": "₫",
            "THB": "฿",
            "ILS": "₪",
            "GHS": "₵",
            "IDR": "Rp",
            "NGN": "₦",
            "RUB": "₽",
            "UAH": "₴",
            "TRY": "₺",
            "PLN": "zł",
            "CZK": "Kč",
            "ZAR": "R",
            "KES": "KSh",
            "ENS": "$ENS",
        }
    )
)
CODES = {code: code for code in CURRENCIES - {"PHP"}} | _each(  # `PHP 8.3` is a version
    _named(
        {
            "DAI": "Dai",
            "EUR": "Euro euro euros Euros",
            "USD": "dollars Dollar dólares dollari",
            "CHF": "Franken",
            "BRL": "reais",
            "PLN": "złotych",
            "JPY": "yen Yen",
            "CNY": "yuan RMB",
        }
    )
)

# Written directly behind the digits or after a blank: the power of ten that one stands for.
_POWERS = _named(
    {
        "3": "k K thousand tausend Tausend tsd Tsd mille milliers mila duizend tys tysiąc tysiące tysięcy tusen",
        "4": "万 萬 만",
        "5": "lakh lakhs lac lacs",
        "6": "M m mn mm MM mio Mio mln million millions millionen millones millón milhões milhão milioni milione"
        " miljoen miljoner miljon milionów miliony milion",
        "7": "crore crores",
        "8": "億 亿 억",
        "9": "B b bn Bn mrd Mrd md Md Mds mld billion milliarden milliarde milliard milliards miliardi miliardo"
        " bilhões bilhão miljard miljarder miliardów miliardy miliard",
        "12": "T trillion Billionen billones",
    }
)
SCALES = {word: int(power) for power, words in _POWERS.items() for word in words}
SCALES |= {word.capitalize(): power for word, power in SCALES.items() if len(word) > 3}
# Those that mean it only behind an amount of their currency: `R$ 40 mi`, `₹5 Cr`.
LOCAL_SCALES = {"BRL": {"mil": 3, "mi": 6, "bi": 9}, "INR": {"L": 5, "Cr": 7, "cr": 7}}
SCALE_WORDS = frozenset(word for word in SCALES if len(word) > 2)
SCALE_SIGNS = frozenset(word for word in SCALES if len(word) == 1 and not word.isascii())
MONEY_SCALES = frozenset(
    {"m", "b", "T", "mm", "md", "Md", "Mds"}
)  # lower case m and b are metres, minutes, bytes where there is no money

TIMES = _named(
    {
        "second": "s sec secs second seconds Sekunde Sekunden seconde secondes segundos segundo secondi secondo"
        " seconden sekund sekundy sekunder 秒 秒間",
        "minute": "min mins minute minutes Minute Minuten minuten minuto minutos minuti minuut minut minuty minuter"
        " 分鐘 分钟 分間 분",
        "hour": "h hr hrs hour hours Std Stunde Stunden heure heures hora horas ora ore uur uren godzina godziny godzin"
        " godz timme timmar timer 時間 小時 小时 시간",
        "day": "d day days Tag Tage Tagen Arbeitstage Personentage PT jour jours día días dia dias giorno giorni dag"
        " dagen dagar dzień dni 天 日 日間 人日 일",
        "week": "w wk wks week weeks Woche Wochen semaine semaines semana semanas settimana settimane weken vecka"
        " veckor tydzień tygodnie tygodni 週 周 週間 주",
        "month": "mo mos mon mth month months Monat Monate Monaten mes mês mois meses mese mesi maand maanden miesiąc"
        " miesiące miesięcy msc månad månader 個月 个月 ヶ月 か月 カ月 개월",
        "quarter": "quarter quarters qtr Quartal Quartale trimestre trimestres trimestri kwartaal kwartał kvartal",
        "year": "y yr yrs year years annum Jahr Jahre Jahren année années año años ano anos an ans anno anni jaar rok"
        " lata lat år 年 年間 년",
    }
)
THINGS = _named(
    {
        "user": "user users Nutzer Benutzer utilisateur utilisateurs usuario usuarios usuário usuários utente utenti"
        " gebruiker gebruikers użytkownik użytkowników användare ユーザー 用户 用戶",
        "seat": "seat seats",
        "team": "team teams",
        "person": "person people persons FTE FTEs pax heads Person Personen personne personnes persona personas pessoa"
        " pessoas persone personen persoon osoba osoby osób personer 人 名",
        "instance": "instance instances",
        "VM": "VM VMs vm vms",
        "vCPU": "vCPU vCPUs CPU CPUs core cores OCPU OCPUs",
        "service": "service services",
        "server": "server servers machine machines node nodes",
        "client": "client clients customer customers subscriber subscribers member members Kunde Kunden cliente"
        " clientes clienti klant klanten klient klienci klientów kund kunder 客户 客戶",
        "connection": "connection connections",
        "request": "request requests req call calls query queries",
        "token": "token tokens",
        "event": "event events",
        "project": "project projects",
        "unit": "unit units pc pcs piece pieces item items Stück",
        "line": "line lines",
        "kWh": "kWh",
        "kg": "kg",
        "W": "W watts",
    }
)
OTHER = {"x": "x", "×": "x", "X": "x", "%": "%", "percent": "%", "pct": "%"}

UNITS: dict[str, str] = (
    _each(TIMES)
    | _each(THINGS)
    | {size: size for size in SIZES if size != "B"}
    | {"kB": "KB", "gb": "GB", "Gb": "GB", "mb": "MB", "tb": "TB", "KiB": "KiB"}
    | OTHER
)
# Where a figure could mean either, a single letter counts only behind a slash or glued to the digits.
GLUED_ONLY = frozenset({"d", "w", "y", "s", "m", "an", "a", "x", "X", "W", "mes", "ano"})

PER_WORDS = (
    UNITS
    | {name: name for name in ("GB", "month", "run", "container", "tenant", "box", "lead", "order")}
    | {"月": "month", "월": "month"}  # behind a number, `月` is a month of the calendar
)

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
    *(
        "etwa",
        "rund",
        "ungefähr",
        "zirka",
        "knapp",
        "environ",
        "aproximadamente",
        "aprox.",
        "alrededor de",
        "unos",
        "unas",
    ),
    *("cerca de", "quase", "quasi", "ongeveer", "około", "ok.", "ungefär", "cirka", "omkring"),
)
# The same where no blank stands behind it, but for the ends of other words: 合约 is a contract.
ABOUT_SIGNS = ("約", "约", "およそ", "약")
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
    *("unter", "weniger als", "bis zu", "höchstens", "maximal", "moins de", "jusqu'à", "au plus", "menos de", "hasta"),
    *("como máximo", "até", "no máximo", "meno di", "fino a", "al massimo", "minder dan", "hooguit", "maximaal"),
    *("mniej niż", "poniżej", "maksymalnie", "mindre än", "upp till", "högst"),
)
REACHED = (
    *("up to", "at most", "bis zu", "höchstens", "maximal", "jusqu'à", "au plus", "hasta", "como máximo", "até"),
    *("no máximo", "fino a", "al massimo", "hooguit", "maximaal", "maksymalnie", "upp till", "högst"),
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
    *("mehr als", "mindestens", "plus de", "au moins", "à partir de", "más de", "al menos", "a partir de", "mais de"),
    *(
        "pelo menos",
        "più di",
        "almeno",
        "oltre",
        "a partire da",
        "meer dan",
        "minstens",
        "vanaf",
        "więcej niż",
        "ponad",
    ),
    *("powyżej", "co najmniej", "mer än", "minst"),
)

# A whole cell that begins with one of these states no money or a loss.
ZERO_WORDS = frozenset(
    [
        *(
            "free",
            "none",
            "included",
            "zero",
            "nil",
            "gratis",
            "kostenlos",
            "kostenfrei",
            "inklusive",
            "enthalten",
            "gratuit",
        ),
        *(
            "inclus",
            "gratuito",
            "incluido",
            "grátis",
            "incluído",
            "incluso",
            "inbegrepen",
            "darmowe",
            "darmowy",
            "bezpłatnie",
        ),
        *("ingår", "無料", "免费", "免費", "무료"),
    ]
)
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
        *("schritt", "stufe", "kapitel", "abschnitt", "teil", "abb", "tabelle", "anhang", "meilenstein", "seite"),
        *(
            "woche",
            "monat",
            "jahr",
            "tag",
            "quartal",
            "étape",
            "semaine",
            "mois",
            "jour",
            "année",
            "chapitre",
            "tableau",
        ),
        *("paso", "fase", "semana", "mes", "mês", "día", "dia", "año", "ano", "etapa", "nivel", "nível", "passo"),
        *("settimana", "mese", "giorno", "anno", "livello", "stap", "maand", "dag", "jaar", "krok", "etap", "faza"),
        *("tydzień", "dzień", "miesiąc", "rok", "steg", "vecka", "månad", "år"),
        *("since", "by", "until", "of", "during", "early", "late", "mid"),
    ]
)
# Of these, the ones that only tell a year from an amount.
YEAR_ONLY = frozenset({"in", "since", "by", "until", "of", "during", "early", "late", "mid"})
