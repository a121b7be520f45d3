"""The QR of an invitation on a photo, for browsers that cannot read one themselves."""

from __future__ import annotations

import io

from gandeng.products.core.photos import UnusablePhoto, read_photo


def texts_on(photo: bytes) -> list[str]:
    """What the QR codes on this photo say; nothing where there is none, or where it is no photo."""
    import zxingcpp
    from PIL import Image

    try:
        picture = read_photo(photo)
    except UnusablePhoto:
        return []
    image = Image.open(io.BytesIO(picture.webp)).convert("L")
    found = zxingcpp.read_barcodes(
        image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    return [code.text for code in found if code.text]
