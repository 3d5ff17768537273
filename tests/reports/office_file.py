"""An office's own letter as a word processor saves it, with placeholders, cut into pieces as these cut them."""

from __future__ import annotations

import io
import zipfile

from twinline.reports.wordml import Page, paragraph, parts, run, table

PAGE = Page(20, 20, 30, 20, latin="Times New Roman", lao="Phetsarath OT", size=13, lang="vi-VN")
HEADS = ["Tháng", "Việt Nam", "Lào"]


def office_file(*paragraphs: str, more: dict[str, bytes] | None = None) -> bytes:
    """Return a DOCX with some paragraphs of WordprocessingML, and parts more or others."""
    told = {**parts("".join(paragraphs), PAGE, title="Mẫu", author="Somebody", keywords=""), **(more or {})}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in told.items():
            book.writestr(name, data)
    return out.getvalue()


def monthly() -> bytes:
    """Return the letter that stands as the example in docs/reports.md."""
    return office_file(
        paragraph(run("{{ superior }}")),
        paragraph(run("{{ office }}", bold=True)),
        paragraph(run("Số: {{ number }}")),
        paragraph(run("{{ title }}, {{ period }}", bold=True), align="center"),
        # A word processor cuts where it likes.
        paragraph(run("Số vụ ma túy: {"), run("{ drug", bold=True), run("_cases }"), run("} vụ (cùng kỳ năm trước: ")
                  + run("{{ drug_cases.last_year }}), phía Lào nêu {{ drug_cases.la }}.")),
        paragraph(run("Cột mốc: {{ border_length.reported }}")),
        paragraph(run("{{ written.results }}"), align="both", first_mm=10),
        table(HEADS, [["{{ each month of drug_cases }}{{ month.name }}", "{{ month.vn }}", "{{ month.la }}"]],
              [4000, 2500, 2500], size=12, numbers=2),
        paragraph(run("{{ each record of drug_cases }}{{ record.no }}. {{ record.text }} ({{ record.by }})")),
        paragraph(run("{{ name.la-xk.lo }}")),
        paragraph(run("{{ silences }}")),
    )  # fmt: skip
