"""The names of the months as agencies print them, whole and cut, in the languages of the agencies."""

from __future__ import annotations

_NAMES = (
    """jan january januar januari janvier janv jänner jän enero ene gennaio gen janeiro tammikuu tammikuuta
    stycznia января янв ledna január január siječnja ιανουαρίου ocak oca január ianuarie ian tammi sty""",
    """feb february februar februari février févr fév fevrier feber febrero febbraio fevereiro fev helmikuu helmikuuta
    lutego февраля фев února február veljače φεβρουαρίου şubat şub február februarie únor helmi lut""",
    """mar march mars märz mär maart mrt marzo março maaliskuu maaliskuuta marca марта мар března március ožujka
    μαρτίου mart mrz már március martie мар maalis""",
    """apr april avril avr abril abr aprile huhtikuu huhtikuuta kwietnia апреля апр dubna április apríla travnja
    απριλίου nisan nis ápr április aprilie huhti kwi""",
    """may mai mayo maggio mag maio mei maj toukokuu toukokuuta maja мая května május mája svibnja μαΐου mayıs máj
    május май touko""",
    """jun june juni juin junio giugno giu junho kesäkuu kesäkuuta czerwca июня июн června június júna lipnja
    ιουνίου haziran haz jún június iunie iun kesä cze""",
    """jul july juli juillet juil julio luglio lug julho heinäkuu heinäkuuta lipca июля июл července július júla
    srpnja ιουλίου temmuz júl július iulie iul heinä""",
    """aug august août aout agosto ago augustus augusti elokuu elokuuta sierpnia августа авг srpna augusztus
    augusta kolovoza αυγούστου ağustos ağu aoû elo""",
    """sep sept september septembre septiembre settembre set setembro syyskuu syyskuuta września сентября сен сент
    září szeptember septembra rujna σεπτεμβρίου eylül eyl szept septembrie syys wrz""",
    """oct october oktober okt octobre octubre ottobre ott outubro out lokakuu lokakuuta października октября окт
    října október októbra οκτωβρίου ekim eki október octombrie loka paź""",
    """nov november novembre noviembre novembro marraskuu marraskuuta ноября ноя listopadu novembra studenoga
    νοεμβρίου kasım kas noiembrie noi marras""",
    """dec december dez dezember décembre déc decembre diciembre dic dicembre dezembro desember des joulukuu
    joulukuuta grudnia декабря дек prosince decembra δεκεμβρίου aralık ara decembrie joulu gru""",
)
_NUMBERS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}

NAMES = frozenset(_NUMBERS)
"""All of them, in small letters."""


def number(name: str) -> int | None:
    """Return the number of a month (1 to 12) by its name or abbreviation, or None where it is no month."""
    return _NUMBERS.get(name.lower().rstrip("."))
