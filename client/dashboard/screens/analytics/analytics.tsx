export function Analytics() {
  return <p class="empty">This screen is not built yet.</p>;
}
