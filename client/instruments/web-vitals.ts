import type { Feature } from '../../common/analytics/feature';
import type { TimingsRecorder } from '../../common/analytics/timings';
import { setBounded } from '../../common/set-bounded';

/** The part of the package web-vitals that is used. */
export interface WebVitals {
  onTTFB(report: Report, options: Options): void;
  onFCP(report: Report, options: Options): void;
  onLCP(report: Report, options: Options): void;
  onINP(report: Report, options: Options): void;
  onCLS(report: Report, options: Options): void;
}

type Report = (metric: Vital) => void;
interface Options {
  readonly reportSoftNavs: boolean;
}
interface Vital {
  readonly name: string;
  readonly value: number;
  /** Address of the page it is of, which may be the one before. */
  readonly navigationURL?: string;
}

export interface WebVitalsTarget {
  readonly vitals: WebVitals;
  readonly location: { readonly href: string };
  /** What the present path is one of, such as `/todos/:id`; undefined where no router tells. */
  route(): string | undefined;
}

/**
 * Times of the Web Vitals, by the route of the page they are of; each once, or
 * once per navigation where the browser tells navigations without a load apart
 * (Chrome 151). Nothing of the page's elements is told.
 */
export function webVitals(
  { vitals, location, route }: WebVitalsTarget,
  timings: TimingsRecorder,
): Feature {
  return {
    name: 'vitals',
    install(client) {
      const routes = new Map<string, string>();
      let isActive = true;

      /** The route of an address. That of the present one is noted: what is told later may be of a page before. */
      function routeOf(url: string): string {
        const path = pathOf(url);
        const now = path === pathOf(location.href) ? route() : undefined;
        if (now) setBounded(routes, path, now);
        return now ?? routes.get(path) ?? '_OTHER';
      }

      function report({ name, value, navigationURL = location.href }: Vital): void {
        if (!isActive) return;
        const dims = { route: routeOf(navigationURL) };
        if (name === 'CLS') timings.time('client.layoutShift', dims, value * 1_000, 'size');
        else timings.time('client.vital', { vital: name, ...dims }, value);
      }

      const guarded = (vital: Vital) => void client.guard(() => report(vital));
      const options = { reportSoftNavs: true };
      routeOf(location.href);
      vitals.onTTFB(guarded, options);
      vitals.onFCP(guarded, options);
      vitals.onLCP(guarded, options);
      vitals.onINP(guarded, options);
      vitals.onCLS(guarded, options);
      // There is no way to have web-vitals stop.
      return () => {
        isActive = false;
      };
    },
  };
}

const pathOf = (url: string) => /^(?:\w+:\/\/[^/?#]*)?([^?#]*)/.exec(url)?.[1] || '/';
