"""What can't hold at once on a line, in sentences: published lengths that its calibration doesn't keep, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from twinline.line.calibration import Calibration, Pin, PublishedLength
from twinline.sentences import Sentence, Text

#: Why a published length isn't kept, by its fact (data/line_facts.csv).
_WHY = {
    "lf-023": Sentence("year not shown; 70.0 km are left for it beside the 122.703 km with Hua Phan"),
    "lf-029": Sentence(
        "73 + 44.968 + 3.5 km would leave 1.2 km of the 122.703 km with Hua Phan for Nhon Mai, drawn as 24.7 km"
    ),
    "lf-033": Sentence("rounded; Ky Son as a whole is kept instead"),
    "lf-036": Sentence(
        "drawn as 21.5 km, and about 24 km in another outline of the commune: one of the sources means something else"
    ),
    "lf-034": Sentence("the commune before 2025; which part of today's stretch it was isn't published"),
    "lf-021": Sentence("older; the length of {year} is kept instead", year=2022),
    "lf-026": Sentence("older; the length of {year} is kept instead", year=2025),
    "lf-032": Sentence("older; the length of {year} is kept instead", year=2025),
}
#: Published distances between markers, and counts of them, by fact; last what this line has, to which a test holds it.
APART = (("359", "363", 6.813, "lf-037", 15.0), ("399", "401", 6.748, "lf-038", 14.1))
COUNTED = (
    ("vn-na", 116, "lf-007", 105),
    ("vn-na-xo-nhon-mai", 5, "lf-028", 9),
    ("vn-na-xo-muong-tip", 2, "lf-034", 9),
)
NO_PIN = Sentence("a pin it hangs on doesn't fit this survey")


def on_packaged(calibration: Calibration) -> tuple[Text, ...]:
    """Return what must be said of the packaged line."""
    least, most = _scales(calibration)
    return (
        Sentence(
            "The ends, the pins and the cut between Hua Phan and Xieng Khouang are placed on volunteers' mapping: "
            "the north end within 5 km, the south end within 2 km, the others as well as published lengths allow."
        ),
        Sentence(
            "A kilometre as drawn counts for {least} to {most} official ones, by stretch: the published lengths "
            "disagree with each other and with the drawing.",
            least=least,
            most=most,
        ),
        *_not_kept(calibration.lengths),
        *(
            Sentence(
                "Markers {first} and {last}: {km} km as published for a patrol between them ({fact}), {here} km here: "
                "no marker's place is published, so they stand evenly in the stretch of their post or commune.",
                first=first, last=last, km=f"{km:g}", fact=fact, here=f"{here:g}",
            )
            for first, last, km, fact, here in APART
        ),
        *(
            Sentence(
                "Markers of {place}: {number} as published ({fact}), {here} here: published are ranges of numbers "
                "alone, and several markers may have one number.",
                place=place, number=number, fact=fact, here=here,
            )
            for place, number, fact, here in COUNTED
        ),
    )  # fmt: skip


def on_survey(
    calibration: Calibration,
    *,
    source: str,
    drawn_m: float,
    left_out: Sequence[Pin],
    far: Iterable[str],
    knots: Sequence[tuple[float, float]],
    gaps: Sequence[tuple[float, float, float]],
) -> tuple[Text, ...]:
    """Return what must be said of a survey: what it is, its small loops, pins it can't keep, markers not placed.

    ``knots``: latitude and longitude of each loop. ``gaps``: those of each place where a piece doesn't begin where the
    one before it ends, and the metres between.
    """
    least, most = _scales(calibration)
    aside = ", ".join(sorted(set(far)))
    said: list[Text] = [
        Sentence(
            "Surveyed: {source}. Its {drawn} km are given the official {official} km; a kilometre as drawn counts for "
            "{least} to {most}.",
            source=source,
            drawn=f"{drawn_m / 1000:.3f}",
            official=f"{calibration.length_m / 1000:.3f}",
            least=least,
            most=most,
        ),
        Sentence(
            "Communes, gates and pins were carried over from the line before it by position: they are no surer than "
            "there."
        ),
    ]
    if knots:
        lat, lon = knots[0]
        said.append(
            Sentence(
                "Loops of less than 100 m, kept as drawn though they make the line longer: {number:,}, the first at "
                "{lat}, {lon}.",
                number=len(knots),
                lat=f"{lat:.5f}",
                lon=f"{lon:.5f}",
            )
        )
    if gaps:
        lat, lon, _ = gaps[0]
        said.append(
            Sentence(
                "Gaps between its pieces, drawn straight over: {number:,}, of up to {most:,} m, the first at {lat}, "
                "{lon}.",
                number=len(gaps),
                most=round(max(gap[2] for gap in gaps)),
                lat=f"{lat:.5f}",
                lon=f"{lon:.5f}",
            )
        )
    if aside:
        said.append(
            Sentence(
                "Not placed by this survey, as they stand more than 300 m from its line: markers {markers}.",
                markers=aside,
            )
        )
    said += [
        Sentence(
            "Not kept on this survey: the pin at kilometre {km}; a kilometre as drawn would count for less than half "
            "or more than two.",
            km=f"{pin.official_m / 1000:g}",
        )
        for pin in left_out
    ]
    return (*said, *_not_kept(calibration.lengths))


def _not_kept(lengths: Iterable[PublishedLength]) -> Iterator[Sentence]:
    for row in lengths:
        if row.keeps:
            continue
        why = NO_PIN if row.why == NO_PIN.pattern else _WHY.get(row.fact, row.why)
        yield _lost(row.qualifier, place=row.code, km=f"{row.official_m / 1000:g}", fact=row.fact, why=why)


def _lost(qualifier: str, **told: Text) -> Sentence:
    if qualifier == "over":
        return Sentence("Not kept for {place}: over {km} km as published ({fact}): {why}.", **told)
    if qualifier == "nearly":
        return Sentence("Not kept for {place}: nearly {km} km as published ({fact}): {why}.", **told)
    return Sentence("Not kept for {place}: {km} km as published ({fact}): {why}.", **told)


def _scales(calibration: Calibration) -> tuple[str, str]:
    scales = calibration.scales()
    return f"{min(scales):.2f}", f"{max(scales):.2f}"
