// Small helps on the office's pages before the day; every form works without them.

// A WhatsApp link opens in its own tab; that it went out is noted at the same moment.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-sent-by]");
  if (!link) return;
  const token = document.querySelector("[data-token] [name=csrfmiddlewaretoken]").value;
  fetch(link.dataset.sentBy, {
    method: "POST",
    keepalive: true,
    headers: { "X-CSRFToken": token, "X-Requested-With": "fetch" },
    body: new URLSearchParams({ lewat: "whatsapp" }),
  }).then((answer) => {
    if (answer.ok) link.closest("[data-row]")?.classList.add("is-sent");
  });
});

// Ticking all, and how many are ticked.
for (const form of document.querySelectorAll("[data-tick-all]")) {
  const all = form.querySelector("[data-tick]");
  const boxes = [...form.querySelectorAll("[name=organisasi]")];
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    form.querySelector("[data-ticked]").textContent = ticked;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  form.addEventListener("change", count);
  count();
}

// Of the fields about a call only those that fit its result.
const fit = (select) => {
  for (const part of select.form.querySelectorAll("[data-when]")) {
    part.hidden = part.dataset.when !== select.value;
  }
};
const fitAll = () => document.querySelectorAll(".calls select[name=result]").forEach(fit);
document.addEventListener("change", (event) => {
  if (event.target.matches(".calls select[name=result]")) fit(event.target);
});
document.addEventListener("htmx:afterSettle", fitAll);
fitAll();
