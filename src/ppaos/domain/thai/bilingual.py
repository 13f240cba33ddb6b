"""One text in Thai and in English: what every title, message and label of the system is made of."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bilingual:
    """A text in both languages."""

    th: str
    en: str

    def as_json(self) -> dict[str, str]:
        """The text as JSON holds it: by language."""
        return {"th": self.th, "en": self.en}
