"""The names of the days of the week as agencies print them, in the languages of the agencies."""

from __future__ import annotations

_NAMES = (
    """monday montag lundi lunes lunedì segunda-feira maandag måndag mandag maanantai maanantaina maanantaihin
    понедельник понедельника poniedziałek poniedziałku pondělí pondelok pondelka pazartesi hétfő luni""",
    """tuesday dienstag mardi martes martedì terça-feira dinsdag tisdag tirsdag tiistai tiistaina tiistaihin вторник
    вторника wtorek wtorku úterý utorok utorka salı kedd marți""",
    """wednesday mittwoch mercredi miércoles miercoles mercoledì quarta-feira woensdag onsdag keskiviikko keskiviikkona
    keskiviikkoon среда среды среду środa środy środę středa středy středu streda stredy stredu çarşamba szerda
    miercuri""",
    """thursday donnerstag jeudi jueves giovedì quinta-feira donderdag torsdag torstai torstaina torstaihin четверг
    четверга czwartek czwartku čtvrtek čtvrtka štvrtok štvrtka perşembe csütörtök joi""",
    """friday freitag vendredi viernes venerdì sexta-feira vrijdag fredag perjantai perjantaina perjantaihin пятница
    пятницы пятницу piątek piątku pátek pátku piatok piatka cuma péntek vineri""",
    """saturday samstag sonnabend samedi sábado sabado sabato zaterdag lördag lørdag lauantai lauantaina lauantaihin
    суббота субботы субботу sobota soboty sobotę sobotu cumartesi szombat sâmbătă""",
    """sunday sonntag dimanche domingo domenica zondag söndag søndag sunnuntai sunnuntaina sunnuntaihin воскресенье
    воскресенья niedziela niedzieli niedzielę neděle neděli nedeľa nedele nedeľu pazar vasárnap duminică""",
)
_NUMBERS = {name: number for number, names in enumerate(_NAMES) for name in names.split()}

NAMES = frozenset(_NUMBERS)
"""All of them, in small letters."""


def number(name: str) -> int | None:
    """Return the number of a day (0 for Monday to 6, as `date.weekday` counts) by its name, or None for no such day."""
    return _NUMBERS.get(name.lower())
