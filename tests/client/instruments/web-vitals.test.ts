import { expect } from 'chai';
import { type WebVitals, webVitals } from '../../../client/instruments/web-vitals';
import { fakeFeatureClient } from '../../support/fake-feature-client';
import { keptTimings } from './ddp-fixture';

type Name = keyof WebVitals;
type Vital = Parameters<Parameters<WebVitals[Name]>[0]>[0];

const names: readonly Name[] = ['onTTFB', 'onFCP', 'onLCP', 'onINP', 'onCLS'];
const home = 'https://app.example.com/todos/17?filter=all#top';

function watched() {
  const fake = fakeFeatureClient();
  const kept = keptTimings();
  const reports: Partial<Record<Name, (vital: Vital) => void>> = {};
  const asked: unknown[] = [];
  const vitals = Object.fromEntries(
    names.map((name) => [
      name,
      (report: (vital: Vital) => void, options: unknown) => {
        reports[name] = report;
        asked.push(options);
      },
    ]),
  ) as unknown as WebVitals;
  const location = { href: home };
  let pattern: string | undefined = '/todos/:id';
  const undo = webVitals({ vitals, location, route: () => pattern }, kept.timings).install(
    fake.client,
  );
  return {
    ...fake,
    ...kept,
    undo,
    reports,
    asked,
    go(href: string, route: string | undefined) {
      location.href = href;
      pattern = route;
    },
  };
}

describe('web vitals', () => {
  it('are told by name and route', () => {
    const { reports, times, asked } = watched();
    reports.onLCP?.({ name: 'LCP', value: 1_234, navigationURL: home });
    reports.onTTFB?.({ name: 'TTFB', value: 80 });

    expect(times).to.deep.equal([
      { metric: 'client.vital', dims: { vital: 'LCP', route: '/todos/:id' }, value: 1_234 },
      { metric: 'client.vital', dims: { vital: 'TTFB', route: '/todos/:id' }, value: 80 },
    ]);
    expect(asked).to.deep.equal(names.map(() => ({ reportSoftNavs: true })));
  });

  it('have layout shifts in thousandths', () => {
    const { reports, times } = watched();
    reports.onCLS?.({ name: 'CLS', value: 0.12 });

    expect(times).to.deep.equal([
      { metric: 'client.layoutShift', dims: { route: '/todos/:id' }, value: 120 },
    ]);
  });

  it('that come late are of the page before', () => {
    const { reports, go, times } = watched();
    go('https://app.example.com/about', '/about');
    reports.onINP?.({ name: 'INP', value: 40, navigationURL: home });
    reports.onFCP?.({ name: 'FCP', value: 5, navigationURL: 'https://app.example.com/about' });

    expect(times.map(({ dims }) => dims.route)).to.deep.equal(['/todos/:id', '/about']);
  });

  it('never are told by an address: without a router the route is _OTHER', () => {
    const { reports, go, times } = watched();
    go('https://app.example.com/people/ann', undefined);
    reports.onFCP?.({ name: 'FCP', value: 5 });

    expect(times.map(({ dims }) => dims.route)).to.deep.equal(['_OTHER']);
  });

  it('are told no longer once the feature is taken out', () => {
    const { reports, undo, times } = watched();
    undo();
    reports.onLCP?.({ name: 'LCP', value: 1 });

    expect(times).to.deep.equal([]);
  });
});
