export function Traces() {
  return <p class="empty">This screen is not built yet.</p>;
}
