"""The words of a sentence that say how its amount comes about: what is left, a part, how much more, for how long."""

from __future__ import annotations

import re
from fractions import Fraction

from hostdoc.core.regex import in_any_case, one_of, regex
from hostdoc.figures.labels import COST, INCOME, LEFT


def _any(phrases: str, also: str = "") -> re.Pattern[str]:
    """One of some phrases as whole words; `also` is a pattern of its own, for signs and scripts without blanks."""
    listed = one_of(phrase.strip().replace(" ", r"[\s-]{1,3}") for phrase in " ".join(phrases.split()).split(", "))
    return in_any_case(rf"(?<!\w)(?:{listed})(?!\w)" + (f"|{also}" if also else ""))


def _numbered(said: tuple[tuple[str, Fraction], ...]) -> str:
    """The words of some numbers, each in a group that has its place in the list as its name."""
    return rf"\b(?:{'|'.join(f'(?P<p{place}>{words})' for place, (words, _) in enumerate(said))})\b"


# Between two prices of which one is had in place of the other.
INSTEAD = _any(
    r"""
    instead of, rather than, versus, vs, against, compared (?:to|with), statt, anstatt, au lieu de, en vez de,
    invece di, anziché, in plaats van, em vez de, en lugar de, zamiast, i stället för, au lieu des
    """,
)
# What is left of one amount when others are taken off, or is still wanting.
REMAINS = _any(
    r"""
    leaves, leaving, remains?, leftover, aside, short, missing, still needed, to (?:raise|find|fund), excess,
    still to pay, (?:under|over)(?:spend|spent|run), saves?, saving, (?:under|over) budget, unallocated, überschuss,
    fehlbetrag, stays?, to go, away with, in the red, shortfall, loss, margins?, brings? (?:us|it|me|them) to, be at,
    we're at, verlust, spar(?:en|t|ten|te), defizit, (?:ver)?bleib(?:t|en), übrig, rest(?:betrag)?, ersparnis,
    fehl(?:t|en), ausgeglichen, overschot, tekort, blijf(?:t|ven), resteert, verschil, besparing, excédent, déficit,
    solde, perte, reste(?:nt)?, manque(?:nt)?, résultat, économi\w*, écart, superávit, quedan?, restan?, sobran?,
    faltan?, resto, pérdidas?, excedente, ahorr\w*, diferencia, sobrante, avanzo, disavanzo, perdita, riman(?:e|gono),
    manca(?:no)?, risparmi\w*, differenza, economia, diferença, reszta, pozosta(?:je|ło), nadwyżka, niedobór, brakuje,
    różnica, oszczędność, (?:över|under)skott, återstår, (?:over|under)skudd?, sobr(?:a|am), rest(?:a|am),
    falt(?:a|am), saldo,
    lucro, prejuízo, zysk, oszczędza\w*, economiz\w*, zostaje, winst, verlies, vinst, förlust, zaoszczędz\w*,
    einspar\w*, épargn\w*
    """,
    also=rf"{LEFT.pattern}|残高|差引|残り|残額|差額|黒字|赤字|不足|节省|節省|節約|余额|餘額|结余|差额|剩余|剩餘|盈余|잔액|차액",
)
# What is taken off the amount before it.
LESS = _any(
    "minus, less, after, deducting, abzüglich, minder, moins, menos, meno, po odjęciu, après, después de, depois de, "
    "dopo, na aftrek van, efter"
)
# What is asked for, of a total that others pay a part of.
ASKED = _any(
    r"""
    request(?:ed|ing)?, ask(?:ed|ing)?, appl(?:y|ied) for, grant, to be funded, beantragt(?:e[rns]?)?,
    förder(?:ung|summe|betrag), zuschuss, demandée?, sollicitée?, subvention, solicitad[ao], subvención, richiest[ao],
    contributo, dotacj[aię], wnioskowan[aey], gevraagde?, subsidie, bijdrage
    """,
)
EARNED = _any(
    r"""
    receipts, funds, covered, coverage, sponsors?, ertr[äa]ge?, einkünfte, produits, recettes, dekking, baten,
    opbrengsten, ingresos, entrate, proventi, receitas, przychody, wpływy, intäkter, inntekter, indtægter
    """,
    also=rf"{INCOME.pattern}|収入|収益|売上|收入",
)
SPENT = _any(
    r"""
    payments, paid, outgoings, charges, dépenses, uitgaven, lasten, gastos, egresos, uscite, spese, custos, despesas,
    wydatki, koszty, kostnader, utgifter, udgifter, aufwendungen, aufwand
    """,
    also=rf"{COST.pattern}|支出|費用|支払|经费",
)
# What an amount is called of which a part is spent.
BUDGET = _any(
    """
    budget, funds?, grant, raised, allowance, kitty, pot, pool, etat, guthaben, presupuesto, subvención, bilancio,
    enveloppe, orçamento, begroting, budżet
    """,
)
# How much one amount is above or below another.
CHANGED = _any(
    r"""
    more, less, beats?, cheaper, dearer, pricier, higher, lower, bigger, smaller, larger, faster, slower, fewer, up,
    down, growth, grew, grown, grows, growing, rose, risen, rises, rising, climbs?, climbed, falls, falling, drops,
    fell, dropped, increased?, decreased?, reduced, reduction, rise, drop, cut, savings?, saves?, saved, off, better,
    worse, change, (?:under|over|below|above)(?: the)? (?:budget|plan|target|estimate|last), mehr, weniger, teurer,
    billiger, günstiger, höher, niedriger, ersparnis, gespart, gestiegen, gesunken, wachstum, zuwachs, meer, minder,
    duurder, goedkoper, hoger, lager, besparing, groei, plus, moins, hausse, baisse, économie, augmentation,
    croissance, más, menos, ahorro, aumento, crecimiento, più, meno, risparmio, crescita, mais, economia, reduktion,
    senkung, réduction, reducción, riduzione, redução, redukcja, więcej, mniej, wzrost, spadek, einsparung, rückgang,
    schneller, langsamer, größer, kleiner, steigerung, senkt, reduziert, spart, sparen, économise, réduit, augmente,
    diminue, diminution, ahorra, aumenta, disminuye, disminución, baja, sube, economiza, reduz, diminui, crescimento,
    diminuisce, riduce, calo, risparmia, bespaart, daling, stijging, sneller, tańsz[yae], taniej, drożej, szybciej,
    oszczędność, oszczędności, mindre, högre, lägre, billigare, dyrare, ökning, minskning, snabbare
    """,
    also=r"削減|減少|低減|増加|増|向上|改善|短縮|高速|安価|上昇|下落|减少|增加|增长|節省|节省|降低|提高|提升|下降",
)
SIGNED = regex(r"[+−–-]\s?\Z")
# A change over time, which is measured by what was before.
GROWN = _any(
    """
    up, growth, grew, grown, grows, growing, rose, risen, rises, rising, climbs?, climbed, increased?, increases,
    increasing, gestiegen, gewachsen, wachstum, zuwachs, gegroeid, groei, croissance, crecimiento, creció, crescita,
    wzrost, rośnie, wzrósł, wzrosły, steigt, steigen, croît, augmente, crece, aumenta, cresce, cresceu, crescimento,
    stijgt, ökar, ökade, ökning
    """,
    also=r"増加|成長|増|增长|增長|成长",
)
SHRUNK = _any(
    """
    down, fell, fallen, falls, falling, drops?, dropped, decreased?, decreases, declined?, declines, shrank, shrunk,
    reduced, gesunken, gefallen, gedaald, bajó, cayó, spadek, sinkt, sinken, baisse, diminue, caiu, diminuiu, cala,
    scende, daalt, spadł, spada, minskar, minskade
    """,
    also=r"減少|減|下降|减少",
)
THAN = regex(
    r"\b(?:than|als|que|di|del|della|dan|niż|än|enn|compared (?:to|with)|against)\s+(?P<what>[^,;.()]*)", re.IGNORECASE
)
# The change is measured by the larger amount.
FALLS = _any(
    "less, cheaper, lower, smaller, fewer, down, fell, dropped, decreased?, reduced, reduction, drop, cut, savings?, "
    "saves?, saved, saving, off, under, below, weniger, billiger, günstiger, niedriger, ersparnis, gespart, "
    "gesunken, minder, goedkoper, lager, besparing, moins, baisse, économie, menos, ahorro, meno, risparmio, mniej, "
    "spadek, economia, reduktion, senkung, réduction, reducción, riduzione, redução, redukcja, einsparung, "
    "einsparen, rückgang, kleiner, senkt, reduziert, spart, sparen, économise, réduit, diminue, diminution, ahorra, "
    "disminuye, baja, economiza, reduz, diminui, riduce, diminuisce, calo, risparmia, bespaart, daling, tańsz[yae], "
    "taniej, oszczędność, oszczędności, mindre, lägre, billigare, minskning",
    also=r"[−–-]\s?\Z|削減|減少|低減|短縮|安価|下落|减少|節省|节省|降低|下降",
)
TAKEN_OFF = _any(
    r"""
    off, discount, less, rabatt, nachlass, remise, de descuento, de réduction, korting, sconto, zniżki, de desconto,
    di sconto, de remise, rabatu, günstiger
    """,
)
# Words by which an amount is of another time than what the sentences beside it state.
ELSEWHEN = _any(
    r"""
    (?:last|next|previous|prior|past) (?:year|month|quarter|week|season|time),
    (?:a|one|two|three) (?:year|month|week)s? (?:ago|earlier|before), used to be, previously, formerly, originally,
    (?:letzte[sn]?|vorige[sn]?|nächste[sn]?) (?:jahr|monat|quartal|woche), vorjahr\w*, früher, l'an dernier,
    l'année dernière, le mois dernier, avant, el año pasado, el mes pasado, antes, l'anno scorso, il mese scorso,
    vorig jaar, vorige maand, w zeszłym roku
    """,
    also=r"\bin (?:19|20)\d\d\b",
)
# A part in words, before or behind which its amount stands: `of which the council pays half (£1,250)`.
PARTS: tuple[tuple[str, Fraction], ...] = (
    (
        r"half|halves|die hälfte|la moitié|la mitad|(?:la )?metà|metade|de helft|połow[aęy]|hälften|halvparten",
        Fraction(1, 2),
    ),
    (r"two[-\s]{1,3}thirds|zwei drittel|deux tiers|dos tercios|due terzi", Fraction(2, 3)),
    (r"three[-\s]{1,3}quarters|drei viertel|trois quarts|tres cuartos|tre quarti", Fraction(3, 4)),
    (
        r"(?:a|one)[-\s]{1,3}third|ein drittel|(?:un|le) tiers|un tercio|una tercera parte|un terzo|een derde",
        Fraction(1, 3),
    ),
    (r"(?:a|one)[-\s]{1,3}quarter|ein viertel|un quart|un cuarto|un quarto", Fraction(1, 4)),
    (r"(?:a|one)[-\s]{1,3}fifth|ein fünftel|un cinquième|un quinto", Fraction(1, 5)),
    (r"(?:a|one)[-\s]{1,3}tenth|ein zehntel|un dixième|un décimo|un decimo", Fraction(1, 10)),
)
IN_PARTS = in_any_case(_numbered(PARTS))
# How many times as much, in words.
TIMES_IN_WORDS: tuple[tuple[str, Fraction], ...] = (
    (
        r"doubl(?:es?|ed|ing)|twice|verdoppel\w*|doppelt\w*|doubler?|doble|duplica\w*|doppi[oa]|raddoppi\w*|verdubbel\w*"
        r"|podw[oa]j\w*",
        Fraction(2),
    ),
    (r"tripl(?:es?|ed|ing)|treble[sd]?|verdreifach\w*|dreifach\w*|tripler?|triplica\w*|verdrievoudig\w*", Fraction(3)),
)
IN_FACTORS = in_any_case(_numbered(TIMES_IN_WORDS))
# The period that an amount is of.
A_YEAR = _any(
    r"""
    a year, per year, per annum, annum, arr, each year, yearly, annual(?:ly|i[sz]ed)?, the year, 12 months,
    twelve months, im jahr, pro jahr, jährlich, jahres\w*, per jaar, jaarlijks, par an, annuel\w*, al año, por año,
    anual(?:es|mente)?, all'anno, l'anno, annu[oi], ao ano, por ano, rocznie, på år, per år, årligen, om året,
    vuodessa, ročně, anuais, annuale, annuali, annui, al año, a l'année, jaarlijkse, roczny, roczna, roczne, co rok,
    na rok
    """,
    also=r"年間|年額|每年|毎年|[/／] ?(?:(?:yr|year|an|año|ano|anno|jahr|jaar|rok|år)\b|年)",
)
A_MONTH = _any(
    r"""
    a month, per month, each month, monthly, mrr, im monat, pro monat, monatlich, per maand, par mois, al mes,
    por mes, al mese, ao mês, miesięcznie, per måned, i månaden, per månad, mensuel(?:le)?s?, mensual(?:es|mente)?,
    mensa(?:l|is|lmente), mensil[ei], mensilmente, monatliche[nrs]?, maandelijks, na miesiąc, co miesiąc,
    miesięczn[yae]
    """,
    also=r"毎月|每月|月額|月間|[/／] ?(?:(?:mo|month|mois|mes|mês|mese|monat|maand|miesiąc|msc|mies|månad)\b|月)",
)
# The shorter ones, of what is counted: `400 questions a day`.
A_WEEK = _any(
    "a week, per week, each week, weekly, pro woche, in der woche, wöchentlich, par semaine, a la semana, "
    "por semana, alla settimana, per week, wekelijks, tygodniowo, na tydzień, per vecka, i veckan",
    also=r"週間|每周|每週|毎週|[/／]週",
)
A_DAY = _any(
    "a day, per day, each day, daily, pro tag, am tag, täglich, par jour, al día, al giorno, per dag, dziennie, "
    "por día, por dia, ao dia, om dagen, i dagen, diari[oa]s?",
    also=r"每天|毎日|每日|[/／][日天]",
)
AN_HOUR = _any(
    "an hour, per hour, each hour, hourly, pro stunde, par heure, de l'heure, por hora, a la hora, all'ora, per uur, "
    "na godzinę, per timme, i timmen",
    also=r"每小时|每小時|[/／](?:時間|小时|小時)",
)
PERIODS = {"year": A_YEAR, "month": A_MONTH, "week": A_WEEK, "day": A_DAY, "hour": AN_HOUR}
# What stands before it says the same as what stands behind it.
_ABOUT = (
    r"(?:(?:about|around|roughly|some|rund|etwa|ca\.|circa|environ|unos|cerca de|ongeveer|około|ungefär|約|约)\s+)?"
)
THAT_IS = in_any_case(
    r"(?:i\.e\.|that\s+is|that's|which\s+is|(?:that|which)\s+makes|meaning|das\s+(?:sind|ist)|also|d\.h\.|soit|c'est-à-dire"
    rf"|es\s+decir|o\s+sea|cioè|ossia|ou\s+seja|dus|oftewel|czyli|to jest|alltså|dvs\.?|つまり|即"
    rf"|[=→≙])[\s*_,:~≈]*{_ABOUT}\Z"
)
# An amount that those before it come to.
TOGETHER = _any(
    r"""
    together, altogether, both, combined, all told, in all, in total, total(?:s|ling|ing)?, makes, making, comes? to,
    adds? up to, sums? to, amounts? to, stands? at, grows? to, rises? to, brings?, so, i\.e\., that is, that's,
    zusammen, beides?, insgesamt, ergibt, ergeben, macht, also, samen, dus, ensemble, soit, donc, juntos, en total,
    suman, entonces, insieme, quindi, dunque, razem, czyli, sammen, tillsammans, juntas, no total, somam, in totale,
    in totaal, au total, łącznie, totalt, zusammengenommen
    """,
    also=r"[=→]|合計|合计|共[计計]?|总共|總共|一共",
)
# What a percentage is of.
OF = regex(
    r"\A[\s*_]*(?:of|des|der|du|de la|de las|de los|de l'|de|del|della|dei|delle|dell'|van (?:de|het)|van|av|af|do|da"
    r"|dos|das|z|の)(?:[\s*_]+(?:the|its|our|all|this|that|total|die|den|der|het|le|la|les|el)\b)*[\s*_]*"
    r"(?P<name>(?:[^\W\d_][\w&'’-]*[\s*_]*){0,5})",
    re.IGNORECASE,
)
# A percentage that someone gets, pays or is charged: it is given, and nothing that comes about.
GIVEN = in_any_case(
    r"\b(?:gets?|got|receives?|pays?|paid|charges?d?|charging|takes?|adds?|gives?|given|offers?|allows?|grants?|erhalten|erhält"
    r"|bekommen|zahlen|zahlt|reçoi(?:t|vent)|paie(?:nt)?|reciben?|pagan?|krijgen|betalen|ricevono)"
    r"(?:\s+[^\W\d_]+){0,2}[\W_]*\Z"
)
# What money that lasts for a time is called, and what that time is called.
CASH = _any(
    "cash, balance, bank, reserves?, savings?, funds?, account, raised, raise, treasury, kasse, guthaben, rücklagen?, "
    "trésorerie, caja, efectivo, caixa, kas, cassa, kasa, gotówka, kassa, have, has, had, hold, left"
)
RUNWAY = _any("runway, reichweite, autonomie, autonomía")
IT = _any(
    r"""
    it, that, this, them, these, which, davon, daarvan, ello, ne, celui-ci, disso, tego
    """,
)
# A part for each of several.
EACH = regex(
    r"\A[\s*_]*(?:(?:for )?each|apiece|a piece"
    r"|(?:(?:per|an?|pro|je|par|por|al?|na|die|der) |a?l+')(?P<thing>[^\W\d_][\w-]{2,}))",
    re.IGNORECASE,
)
FOR_EACH = regex(
    r"\b(?:per|pro|je|par|por)[\s-](?P<thing>[^\W\d_][\w-]{2,})|\beach of\b|\baverage\b|\barp[aus]\b", re.IGNORECASE
)
# The number that shares an amount: `0.18 t for each of our 680 pupils`.
FOR_ALL = in_any_case(r"[^\d,.;:(]{0,16}\b(?:for each of|für je(?:des|den|de) der|pour chacun des|para cada uno de)\b")
HEADS = frozenset(
    [
        "head",
        "person",
        "people",
        "capita",
        "kopf",
        "nase",
        "personne",
        "tête",
        "persona",
        "cabeza",
        "testa",
        "persoon",
        "osobę",
    ]
)
PEOPLE = frozenset({"person", "user", "client", "attendee", "member", "seat", "people"})
# What a sentence draws from the amounts before it.
CONCLUDED = _any(
    r"""
    that is, that's, which is, i\.e\., gives us, gets us, pays? (?:itself )?back, paid back, pays? (?:for itself|off),
    lasts?, runway, therefore, thus, hence, comes? to, works out (?:at|to), it takes, es decir, o sea, amortiza, soit,
    c'est-à-dire, amortisé\w*, das sind, das heißt, also, reicht, amortisiert, cioè, ossia, dus, czyli, ou seja,
    retorno em, recupera\w*, zwraca\w*, terugverdien\w*, si ripaga
    """,
    also=r"[:=→]\s*\Z",
)
# How many of something pay for an amount.
PAYS = _any(
    r"""
    need(?:s|ed)?, takes?, break even, pays? (?:back|off|for), cover(?:s|ed)?, earn(?:s|ed)?, recoup, reach(?:es|ed)?,
    brauch(?:t|en), nötig, decken, il faut, couvrir, hacen falta, cubrir, cubre, cobre[mn]?, cobrir, couvre, deckt,
    nodig, dekken, dekt, servono, bastano, precisa\w*, necesita\w*, potrzeba, pokrywa\w*, behövs, täcker
    """,
)
# What one of them brings.
BRINGS = _any(
    "contribut(?:es|ion)(?: margin)?, each brings, (?:unit )?margins?, earns, deckungsbeitrag, marge, margen, "
    "margem, margine, marża, marży",
    also=REMAINS.pattern,
)
# How long it takes until what is saved has paid for itself.
PAYBACK = _any(
    r"""
    payback, pay back, pays? (?:back|off), pays? (?:for )?itself (?:back|off), paid (?:back|off), amorti[sz]\w*,
    recoup(?:s|ed)?, break even, pays for itself, rentab\w*, terugverdien\w*, rentiert, ammortizz\w*, ripaga\w*,
    zwr[óo]ci?\w*, zwrac\w*, recupera\w*, retorno, rentabilis\w*, återbetal\w*
    """,
)
TIMES_AS = in_any_case(r"[\s*_]*(?:times|-fold|fold|mal|fois|veces|keer|volte|vezes|razy|gånger|倍)(?!\w)")
# Words by which an amount may be of more, or of less, than what is counted.
BESIDES = _any(
    r"""
    plus, and, minus, exclud\w+, includ\w+, without, up to, at least, deposit, first, rest, some, discount\w*, und,
    et, y, en, e, od, from, ab, ohne, mit, with
    """,
    also=r"[+]",
)
# Words behind an amount by which something else is in it, or is taken off it.
BESIDES_IT = _any(
    r"""
    plus, with, including, incl, inclusive, excluding, excl, without, after, before, net of, on top, in kind, mit,
    inkl, inklusive, zzgl, zuzüglich, ohne, exkl, nach, vor, avec, sans, compris, hors, après, avant, con, sin,
    incluid[ao]s?, después, antes, senza, inclus[oaie], dopo, prima, com, sem, met, zonder, inclusief, exclusief, na,
    z, bez
    """,
)
