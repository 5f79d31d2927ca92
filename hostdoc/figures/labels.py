"""What row and column labels say: total, subtotal, alternative, cost, price, margin; words of several languages."""

from __future__ import annotations

import re
from functools import lru_cache

from hostdoc.core.regex import in_any_case, one_of, regex
from hostdoc.figures.lexicon import Lexicon, spoken

REMEMBERED = 4096  # labels; many kinds ask the same of the same rows

_TOTAL_WORDS = (
    *("total", "totals", "sum", "grand total", "overall", "altogether", "all in", "combined"),
    *("together", "all told", "zusammen", "samen", "ensemble", "sammen", "tillsammans"),
    *("summe", "gesamt", "gesamtsumme", "gesamtkosten", "insgesamt", "endsumme"),
    *("gesamtbudget", "gesamtbetrag", "gesamtpreis", "gesamtaufwand", "gesamtdauer", "totaalbedrag", "summa"),
    *("gesamteinnahmen", "gesamtausgaben", "gesamterlöse", "gesamtumsatz", "gesamtzeit", "gesamtstunden"),
    *("gesamtinvestition", "gesamtertrag", "totalkostnad", "totaalkosten", "totaalprijs"),
    *("łącznie", "ogółem", "i alt", "sammenlagt", "totalbelopp"),
    *("totaal", "totale", "totali", "totalt", "totaux", "suma", "soma", "somme", "totais", "totales"),
    *("razem", "celkem", "összesen", "yhteensä", "toplam", "итого", "всего", "разом", "σύνολο"),
)
_SUBTOTAL_WORDS = (
    *(
        "subtotal",
        "sub-total",
        "sub total",
        "zwischensumme",
        "sous-total",
        "sous total",
        "subtotaal",
        "subtotale",
        "subtotais",
    ),
    *("delsumma", "mezisoučet", "промежуточный итог", "częściowa"),
)
_CJK_TOTALS = (
    *("合計", "総計", "総額", "总计", "合计", "總計", "总额", "總額", "합계", "총계", "小計", "小计", "소계"),
    *("總成本", "总成本", "總費用", "总费用", "総費用", "総コスト", "總收入", "总收入", "共计", "共計", "総所要"),
)
_CJK_SUBTOTALS = ("小計", "小计", "소계")


def _words(words: tuple[str, ...]) -> str:
    return rf"(?<![\w-])(?:{one_of(map(re.escape, words))})(?![\w-])"


def _or(words: str) -> str:
    """Words parted by blanks as further choices of a pattern."""
    return "|" + one_of(words.split())


# `In all` is one where it says no more: `in all plans` is none.
TOTAL = in_any_case(rf"{_words(_TOTAL_WORDS)}|\A\W*in all\b(?!\s*[\w-])|{one_of(_CJK_TOTALS)}")
SUBTOTAL = in_any_case(_words(_SUBTOTAL_WORDS))
# What may be used, not what is.
LIMITS = (
    "authori[sz]ed|authori[sz]ation|allowed|allowance|permitted|available|capacity|limit|window|quota|cap|ceiling"
    "|maximum|minimum|entitlement"
)
# Things that are called total and are no sum of the rows above.
_NO_SUM = in_any_case(
    r"\b(?:total|totals)\s+(?:supply|addressable|market|users?|population|raised|funding|duration|length|time)\b"
    rf"|\b(?:total|totals)\s+(?:[^\W\d_]+\s+){{0,3}}(?:{LIMITS})\b|\b(?:{LIMITS})\s+(?:in\s+)?total\b"
    r"|\b(?:lump|fixed|flat)[\s-]sums?\b|\bsums? (?:insured|assured)\b"
)
# What speaks of all others, where the digits say that it sums them: `All zones`.
ALL = regex(
    r"\W*(?:all|alle|allemaal|tous|toutes|todos|todas|tutti|tutte|wszystkie|alla|kaikki|everything|everyone)\b"
    r"(?:\s+[^\W\d_]+){0,3}\W*",
    re.IGNORECASE,
)
# Headings of what a document says of all that it is about: `Key assumptions`, `Executive summary`.
_OF_ALL = one_of(
    [
        *("assumptions?", "inputs?", "parameters?", "summary", "overview", "executive", "key", "main", "core", "basic"),
        *("figures", "numbers", "metrics?", "kpis?", "facts", "highlights", "at a glance", "tl;dr", "in brief"),
        *("unit economics", "the", "our", "and", "model", "business", "financial", "financials", "conclusion"),
        *("annahmen", "eckdaten", "kennzahlen", "zusammenfassung", "überblick", "übersicht", "fazit", "die"),
        *("hypothèses", "résumé", "synthèse", "chiffres", "clés", "les", "supuestos", "resumen", "métricas", "clave"),
        *("datos", "ipotesi", "riepilogo", "sintesi", "uitgangspunten", "aannames", "samenvatting", "overzicht"),
        *("premissas", "resumo", "założenia", "podsumowanie", "antaganden", "sammanfattning"),
    ]
)
OF_ALL = regex(rf"(?:[\W\d]*(?<!\w)(?:{_OF_ALL})(?!\w))+[\W\d]*", re.IGNORECASE)
# The header of a column that states what the rows are the names of, and no plan, target or other time.
VALUES = regex(
    r"\W*(?:(?:value|amount|figure|number|result|assumption|estimate|cost|price|budget|total|wert|betrag|valeur|montant|valor"
    r"|importe|valore|importo|waarde|bedrag|wartość|kwota)s?\W*(?:\([^()]*\)\W*)?)?",
    re.IGNORECASE,
)
# Words of a sentence that says no more than what something comes to: `So that makes in total …`.
_CLAIMING = """
    so thus hence therefore overall the our this that it these all everything which in of a an is are we i you they need
    pay spend have costs cost price amount sum estimated expected planned about around roughly some monthly yearly
    annual annually month year per for grand bill makes make comes come to amounts adds up totals plan project
    das der die dies damit also wir zahlen kosten kostet macht ergibt ergeben sind ist betragen beträgt rund etwa im pro
    monatlich monatliche monatlichen jährlich jährliche jährlichen monat jahr
    la le les ce cela nous coût coûts coûte fait font est sont de du des par mois an mensuel annuel donc soit
    el los las lo es son por mes año mensual anual coste costo cuesta suma il costa fa sono al mese anno
    dat het zijn kost maand jaar
"""
CLAIMING = frozenset(_CLAIMING.split())
_COUNTED = regex(r"\([^()]*\d[^()]*\)")  # `Stations (36 total, 4,500 m each)` is no total of them
_ALTERNATIVE = regex(
    r"^\W*(?:or|oder|ou|oppure|lub|eller|alternatively|alternativement|alternative?|alternativa|alternatief)\b\s*[:,–—-]?",
    re.IGNORECASE,
)
OPTIONAL = in_any_case(
    rf"\b(?:optional{_or('optionnel(?:le)? opcional opzionale optioneel opcjonalnie valfritt')})\b"
    r"|\bif needed\b|可选|可選|任意|オプション"
)
# What an item says of itself that may leave it out of a sum: `(first request only)`, `(one-time)`.
OCCASIONAL = in_any_case(
    rf"{OPTIONAL.pattern}|\bone[- ]?(?:time|off)\b|\b(?:initial|first)(?:\s[^\W\d_]+){{0,2}}\sonly\b"
    r"|\b(?:only|just)\s(?:once|(?:at|for)\sfirst|(?:on|for|in)\sthe\sfirst)\b|\(once\b|\b(?:not|never)\s(?:yet\s)?"
    r"(?:counted|included|needed|required)\b|\bexcluded\b"
    r"|\b(?:einmalig|une fois|una sola vez|una tantum|eenmalig|jednorazow\w*|uma única vez|engångs\w*)\b"
    r"|一次性|初回のみ"
)

COST = in_any_case(
    r"\b(?:costs?|expenses?|cogs|spend(?:ing)?|outlay|outflows?|expenditures?|kosten|ausgaben|aufwand|aufwendungen|coste?s?|hosting|infra"
    r"|payments?|overheads?|dépenses?|charges|gastos?|egresos|spese|cost[oi]|uscite|uitgaven|lasten|koszty?|wydatki|kostnader"
    r"|utgifter|udgifter|náklady|výdaje|despesas?|custos?|costuri|расходы|затраты"
    rf"{_or('coûts? frais koszt(?:ów|u|em)? kostnad gesamtkosten betriebskosten')})\b"
    r"|支出|費用|费用|経費|成本|开支|開支|コスト|비용|지출"
)
_MARGINS = f"margins?|marges?{_or('margen márgenes margem margens margin[ei] marż[aye] gewinnmarge bruttomarge')}"
PRICE = in_any_case(
    r"\b(?:price[ds]?|pricing|revenue|charged?|sales|income|mrr|fees?|billed|arpu|preis|umsatz"
    rf"{_or('preise einnahmen erlöse? prix recettes? revenus? precios? ingresos? ventas preços? receitas? vendas')}"
    rf"{_or('prezz[oi] ricav[oi] entrate prijs omzet cena przych(?:ód|ody) pris intäkt(?:er)?')})\b"
    r"|価格|单价|售价|售價|收入|売上|매출"
)
MARGIN = regex(
    rf"\b(?:{_MARGINS}|profit"
    rf"{_or('gewinn(?:spanne)? rohertrag handelsspanne bénéfices? benefici[oi]s?')}"
    rf"{_or('ganancias? lucros? util[ei] zysk winst vinst')})\b"
    r"|\bgm\W{0,2}%|利益|利润|利潤|毛利|粗利|이익|마진",
    re.IGNORECASE,
)
RATE = in_any_case(
    r"\b(?:unit (?:price|cost)|(?:price|cost) per(?! (?:year|month|annum|quarter|week)\b)|rate|each"
    r"|per (?:hour|unit|item|day|piece)|/hr|/hour|ea"
    r"|einzelpreis|stückpreis|stundensatz|prix unitaire|p\.?u|precio unitario|prezzo unitario"
    r"|preço unitário|stukprijs|eenheidsprijs|cena jedn\w*|stawka|à-pris|enhetspris|enhedspris"
    r"|cena za kus|tarif horaire)\b|単価|单价|單價|단가"
)
# Columns of numbers that stand for a place in time or in an order.
NUMBERED = in_any_case(r"#|\b(?:weeks?|months?|days?|phase|no|nr|id|rank|start|end|timeline|schedule)\b\.?")
OPTIONS = in_any_case(
    rf"\b(?:options?|alternatives?|choices?|variants?{_or('optionen varianten? alternativen?')}"
    rf"{_or('opci(?:ón|ones) opç(?:ão|ões)')}"
    rf"{_or('opzion[ei] alternativ[ae]s? opties? opcj[ae] wariant(?:y|ów)? alternativ')})\b|選択肢|选项"
)
CALENDAR = regex(
    r"(?<!/)(?<!/\s)(?<!\ba\s)(?<!\bper\s)(?<!\beach\s)(?<!\bpro\s)(?<!\bim\s)(?<!\bje\s)"  # `a year` is a time
    r"\b(?:(?:year|jahr)\b(?!\s*\d)|(?:date|founded|since|version|released?)\b)",  # below `Year 1` stand amounts
    re.IGNORECASE,
)

# How many: the first factor of a product.
QUANTITY = in_any_case(
    r"\b(?:qty|qnty|quantity|quantities|count|number|num|no|nr|units?|pcs|pieces|hours?|hrs?|days?|weeks?|months?|years?"
    r"|people|persons?|headcount|fte|ftes|heads|users?|seats?|instances?|nodes|servers|vms|customers?|subscribers?|clients?"
    r"|members?|attendees|nights?|trips?|volume|effort|duration|anzahl|menge|stück|stunden|tage|wochen|monate"
    r"|cantidad|horas|días|meses|quantité|qté|nombre|heures|jours|mois|quantità|ore|aantal|uren|qtd|quantidade|shares|allocation"
    r"|st|stk|szt|sztuk|ks|kusů|uds?|unidades|pezzi|numero|personen|personas|personnes|persone|osób|ilość|liczba|godzin\w*|dni"
    r"|antal|antall|timmar|timer|dagar|dager|dage|počet|hodin\w*"
    rf"{_or('nutzer benutzer kunden einheiten clientes? usuarios? usuários? utilisateurs? clienti')}"
    rf"{_or('utenti klanten gebruikers klienci klientów użytkownicy użytkowników kunder användare')}"
    rf"{_or('giorni mesi uur weken maanden')}"
    rf"{_or('semaines semanas settimane tygodni miesięcy veckor månader unités unidade quantidades')})\b|#"
    r"|人数|人數|数量|數量|個数|個數|枚数|回数|日数|時間数|工数|台数|件数|月数|수량|인원"
)
# What one costs: the second factor. `Hourly rate` is told by RATE.
PRICED = in_any_case(
    r"\b(?:price|cost|rate|salary|wage|fee|unit|tariff|preis|einzelpreis|stückpreis|stundensatz|satz|prix|tarif|precio"
    r"|prezzo|prijs|preço|hourly|daily|per|arpu|subscription|value"
    r"|cena|stawka|pris|tarifa|tariffa|sats|sazba|p\.?u"
    rf"{_or('coûts? coste costo custo koszt kosten kostnad gehalt lohn salaire salario salário stipendio')}"
    rf"{_or('loon lön pensja')})\b|/\s?[a-z]|@|単価|单价|單價|단가|価格|价格|價格|時給|月給"
)
ONE = regex(r"\b(?:hours?|days?|months?|weeks?|users?|queries|units?|people) (?:per|/)|/\s?[A-Za-z]", re.IGNORECASE)
# What they come to.
AMOUNT = in_any_case(
    r"\b(?:totals?|amount|cost|costs|price|budget|sum|value|subtotal|extended|ext|spend|revenue|income|sales|mrr|arr"
    r"|betrag|gesamt|gesamtpreis|summe|kosten|montant|importe|valor|totaal|totale|importo|bedrag|funding|funds|requested|pay"
    r"|wartość|kwota|razem|suma|somme|soma|belopp|beløb|částka|celkem|summa|montante|valore|coste|costo|koszt|custo"
    r"|prix total|einnahmen|recettes?|ingresos?|entrate|przychody"
    rf"{_or('erlöse? umsatz ausgaben aufwand coûts? costes costos costi coût koszty custos presupuesto orçamento')}"
    rf"{_or('receitas? ricavi omzet opbrengst(?:en)? kostnad intäkter inversión investimento')}"
    rf"{_or('investition gasto spesa')})\b"
    r"|金額|合計|小計|總計|总计|金额|合计|費用|费用|成本|收入|금액|합계|비용"
)

# Rates on top of, or off, what stands above; a part of the whole; means; growth.
LEVY = in_any_case(
    r"\b(?:contingency|buffer|reserve|vat|gst|tax(?:es)?|mwst|ust|iva|tva|overheads?|indirects?|idc|f&a|fringe|benefits"
    r"|admin(?:istration|istrative)?|management fee|fees?|service charge|discount|rabatt|markup|mark-up|commission"
    r"|coordination|escrow|tip|royalt(?:y|ies)|payroll|social|insurance|puffer|imprévus|imprevistos|unvorhergesehenes"
    rf"{_or('steuern? rücklage skonto nachlass impôts? comisi(?:ón|ones) descuento impuestos?')}"
    rf"{_or('comiss(?:ão|ões) desconto impostos? commission[ei] sconto impost[ae] imprevisti riserva')}"
    rf"{_or('btw korting provisie belasting onvoorzien podatek rabat prowizja rezerwa moms')}"
    rf"{_or('skatt reserv reserva oförutsett')})\b"
    r"|税|稅|予備費|预备费|預備費|手数料|手续费|手續費|割引|折扣|세금|수수료"
)
# What a rate says that is taken of all that stands above it: `20% of the above`.
OF_ABOVE = in_any_case(
    r"\b(?:of|on) (?:(?:all|everything|the|items?|costs?|rows?|lines?|amounts?|sum|total) ){0,3}above\b"
    r"|\bof (?:the )?sub-?total\b|\b(?:der|des|vom|von) (?:\w+ )?(?:oben|obigen|vorstehenden|zwischensumme)\b"
    r"|\b(?:du|des|de|d') ?(?:\w+ )?ci-dessus\b|\bdu sous-total\b|\bde lo anterior\b|\bde (?:todo )?lo de arriba\b"
    r"|\bd[eo]l? subtotal\b|\bdos? (?:\w+ )?acima\b|\bdi (?:quanto )?sopra\b|\bdel subtotale\b"
    r"|\bvan (?:het )?(?:bovenstaande|subtotaal)\b|\bpowyższ\w+\b|\bav (?:ovanstående|delsumman)\b"
    r"|上記|以上各项|以上各項|小計の"
)
# What is taxed, where it stands above the tax.
NET = regex(
    r"\W*(?:net(?:to|tobetrag|t)?|base(?: imponible)?|(?:total )?ht|imponibile|(?:sum )?before (?:tax|vat))\b"
    r"(?: (?:total|amount|price))?\W*\Z",
    re.IGNORECASE,
)
PORTION = in_any_case(
    r"%\s*(?:of|total|share)|\b(?:share|portion|proportion|percentage|percent|pct|allocation|weight|split|anteil|part"
    rf"{_or('porcentaje porcentagem participaci(?:ón|ones) participação percentuale percentual')}"
    rf"{_or('aandeel udział andel')})\b"
    r"|占比|比例|比率|割合|構成比|비율|비중"
    r"|\A\s*\(?%\)?\s*\Z|\bof (?:the )?(?:total|budget)\b"
)
AVERAGE = in_any_case(
    r"\b(?:average|averages|avg|mean|durchschnitt|mittelwert|moyenne|promedio|média|media|gemiddelde"
    rf"{_or('durchschnittlich moyen średni[ao] średnio genomsnitt gennemsnitt?')})\b|平均|평균"
)
# Rows that say something about the rows above and are no item among them.
STATISTIC = in_any_case(
    rf"{AVERAGE.pattern}|\b(?:median|max|maximum|min|minimum|highest|lowest|std|stdev|standard deviation)\b(?!-\w*\d)"
)
_STATISTIC_ALONE = regex(rf"\W*(?:the )?(?:{STATISTIC.pattern})\W*(?:per \w+\W*)?", re.IGNORECASE)
GROWTH = regex(
    r"\b(?:growth|change|increase|decrease|yoy|mom|qoq|wachstum|croissance|crecimiento|variation|variance|delta"
    r"|veränderung|zuwachs|évolution|variación|crescita|variazione|groei|wzrost|zmiana|tillväxt|förändring|vækst|nárůst|změna"
    rf"{_or('steigerung änderung hausse baisse augmentation aumento incremento variação crescimento')})\b|[δ±]"
    r"|\b(?:reduction|savings?)\b|増減|增减|增長|增长|成長率|変化|变化|變化|增幅|증감",
    re.IGNORECASE,
)
CHANGE = in_any_case(rf"{GROWTH.pattern}|\b(?:diff(?:erence)?|deviation|abweichung|differenz|écart)\b")
# Lines of which one is compared with the other: `Current: $500`, `Proposed: $180`.
BEFORE = in_any_case(
    r"\b(?:before|current(?:ly)?|old|today|now|existing|previous|original|baseline|without|unoptimi[sz]ed|standard"
    r"|vorher|bisher|aktuell|heute|atual|actual|antes|avant|actuel|prima)\b"
)
AFTER = in_any_case(
    r"\b(?:after|proposed|new|optimi[sz]ed|future|target|with|improved|reduced|migrated|nachher|neu|geplant|depois|novo"
    r"|otimizado|optimizado|después|nuevo|après|nouveau|dopo)\b"
)
# What is left, what it is left of. What is taken off is told by COST.
LEFT = in_any_case(
    r"\b(?:net|balance|profits?|loss|surplus|deficit|shortfall|remaining|remainder|left|difference|diff|delta|variance"
    r"|change|savings?|saved|gap|runway|headroom|unspent|gain|ebitda?|ebit|noi|ergebnis|gewinn|saldo|differenz|bénéfice|solde|restante?s?|verbleibend\w*"
    r"|contribution|ganancia|lucro|reste|resultado|utile|outstanding|owed|owing|unpaid|to (?:pay|go)|still due"
    r"|zu zahlen|à payer|por pagar|da pagare|te betalen|att betala"
    r"|results?|deviation|veränderung|abweichung|unterschied|überschuss|fehlbetrag|rest|resultat|résultat|écart|différence"
    r"|excédent|déficit|diferencia|desviación|variación|superávit|scostamento|differenza|avanzo|disavanzo|variazione|verschil"
    r"|einsparung(?:en)?|ersparnis(?:se)?|économies?|econom[ií]as?|ahorros?|risparmi[oi]?|besparing(?:en)?|oszczędności"
    r"|overschot|tekort|różnica|wynik|nadwyżka|skillnad|avvikelse|forskel|afvigelse|avvik|rozdíl|zůstatek|diferença|desvio"
    rf"|{_MARGINS}{_or('reingewinn nettogewinn jahresüberschuss verlust perte beneficios? pérdida lucros')}"
    rf"{_or('prejuízo economia perdita guadagno winst verlies zysk strata vinst förlust')})\b"
    r"|δ|\+\s?/\s?[-−–]|[-−–]\s?/\s?\+|差額|差引|残高|差异|差異|利益|利润|利潤|毛利|盈余|盈餘|结余|結餘|차액|이익"
)
INCOME = in_any_case(
    r"\b(?:revenues?|income|sales|receipts|earnings|turnover|funding|inflows?|mrr|arr|arp[pa]?[ua]|price|budget(?:ed)?|gross|proceeds"
    r"|billed|sell(?:s|ing)? (?:at|for|price)|sold (?:at|for)"
    r"|einnahmen|umsatz|erlöse?|recettes|revenus|ingresos|receitas?|ricavi|inkomsten|contributions?"
    r"|takings|einnahme|erträge?|produits|ventas|entrate|proventi|baten|opbrengsten|przychody|wpływy|intäkter|indtægter|inntekter"
    r"|příjmy|výnosy|entradas|доходы|выручка"
    rf"{_or('ingreso facturación faturamento fatturato omzet omsättning przychód vendas vendite verkoop intäkt')})\b"
    r"|収入|売上|収益|收入|营收|營收|수입|매출"
)
# What is added to those there are: `New customers`, `Neukunden`.
NEW = regex(
    r"\b(?:new|added|neu\w*|nouve(?:aux?|lles?)|nuev[oa]s?|nov[oa]s?|nuov[aioe]|nieuwe?|now[aeiy]\w*|nya|nye)\b"
    r"|新規|新增|신규",
    re.IGNORECASE,
)
# What an account begins and ends with.
OPENING = in_any_case(
    r"\b(?:open(?:ing|ed)?|brought forward|b/f|carried over|start(?:ing)?|beginning|previous balance|anfangs\w*"
    r"|vortrag|übertrag|solde initial|saldo (?:inicial|iniziale|anterior)|beginsaldo"
    r"|stan początkowy|bilans otwarcia|ingående|primo|počáteční)\b|繰越|期首|前期"
)
CLOSING = in_any_case(
    r"\b(?:clos(?:ing|ed)?|carried forward|c/f|end(?:ing)?|at (?:the )?end|new balance"
    r"|end(?:bestand|saldo|stand)|schluss\w*"
    r"|solde final|saldo (?:final|finale|actual)|eindsaldo|stan końcowy|bilans zamknięcia|utgående|ultimo|konečný)\b"
    r"|期末|次期"
)
# A row that says what part of the row above it is, and is no item beside it.
PART = regex(
    r"\A\W*(?:of which|thereof|of that|including|incl\.?|davon|darin|dont|di cui|waarvan|de (?:los|las) cuales"
    r"|dos quais|w tym|varav|heraf|herav|z toho|うち)(?!\w)",
    re.IGNORECASE,
)
# Words of amounts that nobody gives a discount on when the period changes.
BURDEN = in_any_case(
    r"\b(?:totals?|subtotal|savings?|saved|budget|costs? us|our costs?|spend(?:ing)?|revenue|overall|net|effort)\b"
)


def total_words() -> re.Pattern[str]:
    """The words of totals where a text is searched for them, those of the project included."""
    known = spoken()
    return _with_own(known) if known.totals else TOTAL


@lru_cache(8)
def _with_own(known: Lexicon) -> re.Pattern[str]:
    assert known.totals is not None
    return regex(f"{TOTAL.pattern}|{known.totals.pattern}", re.IGNORECASE)


def is_subtotal(label: str) -> bool:
    known = spoken()
    return _says_subtotal(label, known) if known.of_totals else _is_subtotal(label)


@lru_cache(REMEMBERED)
def _is_subtotal(label: str) -> bool:
    return SUBTOTAL.search(label) is not None or any(word in label for word in _CJK_SUBTOTALS)


def is_total(label: str) -> bool:
    """Whether a row or column label says that it sums others; subtotals are totals, too."""
    known = spoken()
    return _says_total(label, known) if known.of_totals else _is_total(label)


@lru_cache(REMEMBERED)
def _is_total(label: str) -> bool:
    label = _COUNTED.sub(" ", label)
    told = TOTAL.search(label) is not None or _is_subtotal(label)
    return told and (label.isalpha() or not _NO_SUM.search(label))  # which are several words


@lru_cache(REMEMBERED)
def _says_subtotal(label: str, known: Lexicon) -> bool:
    """The same in the words of a project: what it says is no total is not looked at."""
    label = known.no_totals.sub(" ", label) if known.no_totals else label
    return _is_subtotal(label) or (known.subtotals is not None and known.subtotals.search(label) is not None)


@lru_cache(REMEMBERED)
def _says_total(label: str, known: Lexicon) -> bool:
    label = known.no_totals.sub(" ", label) if known.no_totals else label
    if known.totals and known.totals.search(label):
        return True
    return _is_total(label) or (known.subtotals is not None and known.subtotals.search(label) is not None)


@lru_cache(REMEMBERED)
def is_statistic(label: str) -> bool:
    """Whether a row is nothing but a mean or an extreme of the others: `Max`, but not `Max power supply`."""
    return _STATISTIC_ALONE.fullmatch(label) is not None


@lru_cache(REMEMBERED)
def is_alternative(label: str) -> bool:
    """Whether a row is another choice for the row above it: `Or: CPX22`."""
    return _ALTERNATIVE.match(label) is not None
