/** What does not come with the page, but when it is needed. */
export const later = {
  delivery: () => import('./delivery'),
  plugins: () => import('./plugins'),
  claimLeftovers: () => import('./claim-leftovers'),
  checkSettings: () => import('./check-settings'),
  erase: () => import('./erase'),
  moreCalls: () => import('./more-calls'),
};

export type Later = typeof later;
