"""What WeasyPrint does not say about a PDF by itself, said here."""

from __future__ import annotations

from typing import Any

_ACCESSIBLE = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about=""
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
  xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
 <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
  <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
  <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
  <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
  <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
   <pdfaProperty:name>part</pdfaProperty:name>
   <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
   <pdfaProperty:category>internal</pdfaProperty:category>
   <pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
  </rdf:li></rdf:Seq></pdfaSchema:property>
 </rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""
"""PDF/UA-1 beside PDF/A-3a; PDF/A wants every foreign property described in the file itself."""

_END = b"</rdf:RDF>"


def describe(metadata: Any) -> None:
    """Let a document's metadata name PDF/UA-1 beside the PDF/A part it is rendered to."""
    plain = metadata.generate_rdf_metadata

    def with_accessibility(*args: object) -> bytes:
        rdf: bytes = plain(*args)
        return rdf.replace(_END, _ACCESSIBLE.encode() + _END)

    metadata.generate_rdf_metadata = with_accessibility


def list_attachments_once(document: Any, pdf: Any) -> None:
    """Name each embedded file once in the catalogue: WeasyPrint lists it twice under PDF/A-3."""
    del document
    listed = pdf.catalog.get("AF")
    if listed:
        seen = dict.fromkeys(
            bytes(entry) if isinstance(entry, bytes) else entry for entry in listed
        )
        listed[:] = list(seen)
