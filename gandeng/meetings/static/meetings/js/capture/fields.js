// What is written down of each product at the table, and the photo.
const money = new Intl.NumberFormat("id-ID");
const PHOTO_SIDE = 1280;
const find = (selector, within) => within.querySelector(selector);

export function productRow(template, product, place, left, say) {
  const row = template.content.cloneNode(true).firstElementChild;
  row.dataset.id = product.id;
  find("[data-name]", row).textContent = [product.name, product.size, `Rp${money.format(product.price)}`].filter(Boolean).join(" · ");
  for (const radio of row.querySelectorAll("[data-taste]")) radio.name = `taste-${place}`;
  for (const radio of row.querySelectorAll("[data-price]")) radio.name = `price-${place}`;
  for (const name of ["quantity", "shelf"]) {
    find(`[data-${name}]`, row).id = `${name}-${place}`;
    find(`[data-${name}-label]`, row).htmlFor = `${name}-${place}`;
  }
  const quantity = find("[data-quantity]", row);
  const hint = find("[data-left]", row);
  hint.id = `left-${place}`;
  quantity.setAttribute("aria-describedby", hint.id);
  const weigh = () => {
    const isOver = left !== null && Number(quantity.value || 0) > left;
    hint.textContent = left === null ? "" : `${say.sayLeft} ${money.format(left)}${isOver ? `. ${say.sayOver}` : ""}`;
    hint.dataset.over = isOver ? "yes" : "";
  };
  quantity.addEventListener("input", weigh);
  row.weigh = weigh;
  for (const button of row.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      const by = Number(button.dataset.step) * Math.max(1, product.least);
      quantity.value = Math.max(0, Number(quantity.value || 0) + by) || "";
      weigh();
    });
  }
  return row;
}

export function linesIn(form) {
  return [...form.querySelectorAll("[data-id]")]
    .map((row) => ({
      product: Number(row.dataset.id),
      taste: Number(find("[data-taste]:checked", row)?.value ?? 0) || null,
      price: find("[data-price]:checked", row)?.value ?? "",
      quantity: Number(find("[data-quantity]", row).value || 0),
      shelf_price: Number(find("[data-shelf]", row).value || 0) || null,
    }))
    .filter((line) => line.taste || line.price || line.quantity || line.shelf_price);
}

// A phone's photo is megabytes; what a note needs is readable at a fraction of that.
export async function photoIn(input) {
  const [file] = input.files;
  if (!file) return input.dataset.kept || "";
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, PHOTO_SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.8);
  } catch {
    return "";
  }
}
