export function Radiant() {
  return <p class="empty">This screen is not built yet.</p>;
}
