"""What every document is made of: parts that refuse unknown fields, and texts in two languages."""

from pydantic import BaseModel, ConfigDict

from ppaos.domain.thai.bilingual import Bilingual


class Part(BaseModel):
    """A part of a document: a field that it does not have is an error, and nothing changes it."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class BilingualText(Part):
    """A text as documents write it: `{th: ..., en: ...}`."""

    th: str
    en: str

    def pair(self) -> Bilingual:
        """As the domain's pair of texts."""
        return Bilingual(self.th, self.en)
