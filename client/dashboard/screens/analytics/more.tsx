/** Says that there is more than is shown. */
export function More({ count }: { count: number }) {
  return <p class="note">These are the first {count}; there are more.</p>;
}
