/**
 * Of two fields that exclude each other, empty the other one when one is filled in.
 * @param {HTMLInputElement} field its `data-exclusive-with` holds the other one's name
 */
export default function emptyOther(field) {
  field.addEventListener("input", () => {
    const other = field.form.elements[field.dataset.exclusiveWith];
    if (field.value) other.value = "";
  });
}
