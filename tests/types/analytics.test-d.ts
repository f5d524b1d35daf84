import type { Radiant, Analytics as Typed } from '../../types';

/** An app that has declared no events: any name, any properties. */
export function free(analytics: typeof Typed): void {
  void analytics.track('Anything', { at: 'all' });
  void analytics.track('Anything', { at: 'all' }, { userId: 'u1' });
  void analytics.track('Anything', () => undefined);
  void analytics.track('Anything', null, { context: {} });
  void analytics.identify('u1', { plan: 'free' });
  void analytics.page('Home');
  analytics.configure({ pages: false });
  analytics.consent('granted', { gtag: true });

  // @ts-expect-error: an event has a name
  void analytics.track(1);
  // @ts-expect-error: one of three
  analytics.consent('yes');
  // @ts-expect-error: one of three words
  analytics.configure({ storage: 'attic' });
}

/** What the server has is there, too. */
export const reads = (radiant: typeof Radiant) =>
  radiant.read({ metric: 'method.calls', stat: 'sum', from: 0, to: 1 });
