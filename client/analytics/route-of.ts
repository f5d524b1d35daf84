import type { Route } from './pages';

interface FlowRouter {
  current(): { readonly route?: { readonly name?: string; readonly pathDef?: string } };
}

interface IronRouter {
  current(): { readonly route?: { getName(): string | undefined; readonly _path?: string } } | null;
}

/**
 * How to ask the app's router where it is: FlowRouter Extra or Iron Router,
 * whichever the app has; undefined without. The app's own `route` comes first,
 * for routers that are npm packages: see `fromMatches` for React Router.
 */
export function routeOf(
  packages: Readonly<Record<string, unknown>>,
  own?: () => Route | undefined,
): (() => Route | undefined) | undefined {
  if (own) return own;
  const { FlowRouter } = (packages['ostrio:flow-router-extra'] || {}) as {
    FlowRouter?: FlowRouter;
  };
  if (FlowRouter) {
    return () => {
      const { route } = FlowRouter.current();
      return route && { name: route.name, pattern: route.pathDef };
    };
  }
  const { Router } = (packages['iron:router'] || {}) as { Router?: IronRouter };
  if (Router) {
    return () => {
      const { route } = Router.current() || {};
      return route && { name: route.getName(), pattern: route._path };
    };
  }
  return undefined;
}
