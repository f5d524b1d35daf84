export function Process() {
  return <p class="empty">This screen is not built yet.</p>;
}
