import type { Invocation } from '../../../common/invocation';
import type { Work } from '../../../common/work';
import type { ExpressLayer, ExpressRequest, ExpressRoute } from './target';

/** Says what a request is called by where express has got to with it. */
export type NameRoute = (at: RoutePlace) => string;

export interface RoutePlace {
  /** The layers it is in, the outermost first. */
  readonly layers: readonly ExpressLayer[];
  /** The route of a router that is not hooked, where one took it. */
  readonly foreign: ForeignRoute | undefined;
}

export interface ForeignRoute {
  readonly route: ExpressRoute;
  /** Whether there are paths of that router's before the route. */
  readonly isDeeper: boolean;
}

/** One request while it is answered. */
export class HttpRequest implements Invocation {
  readonly kind = 'http';
  ended = false;
  /** Whether its code is on the stack now, its time being booked to it. */
  isOnCpu = false;
  /** What was passed to `next`, until something goes on without it. */
  failure: { readonly error: unknown } | undefined;
  /** The `next` of each router it is in, which tells whether a layer is beside another or inside of it. */
  private readonly nexts: unknown[] = [];
  private readonly layers: ExpressLayer[] = [];
  /** How many of these two lists count; what is behind is of layers that it has left. */
  private depth = 0;
  private routeBefore: ExpressRoute | undefined;
  private baseBefore: string | undefined;
  private knownRoute: string | undefined;

  constructor(
    /** Of a closed set. */
    readonly method: string,
    readonly work: Work,
    private message: ExpressRequest | undefined,
    private readonly nameRoute: NameRoute,
  ) {}

  /** Method and pattern of the route. It changes until the request is answered. */
  get name(): string {
    return `${this.method} ${this.route}`;
  }

  /** The pattern of the route alone. */
  get route(): string {
    if (this.knownRoute !== undefined) return this.knownRoute;
    return this.nameRoute({ layers: this.layers.slice(0, this.depth), foreign: this.foreign() });
  }

  isFor(message: object): boolean {
    return this.message === message;
  }

  /** Express hands it to a layer, whose router goes on with `next`. */
  enter(layer: ExpressLayer, next: unknown): void {
    const { nexts, layers, message, depth } = this;
    let at = depth - 1;
    while (at >= 0 && nexts[at] !== next) at--;
    if (at < 0) {
      if (layers[depth - 1]?.route) return; // one of the functions of the route
      at = depth;
    }
    nexts[at] = next;
    layers[at] = layer;
    this.depth = at + 1;
    this.routeBefore = message?.route;
    this.baseBefore = message?.baseUrl;
    this.failure = undefined;
  }

  /** A route that was chosen inside of the innermost layer, by a router that does not tell. */
  foreign(): ForeignRoute | undefined {
    const { route, baseUrl } = this.message ?? {};
    if (!route || route === this.routeBefore) return undefined;
    return { route, isDeeper: baseUrl !== this.baseBefore };
  }

  /** Keeps the name, and lets go of all else: timers that it started may hold it for long. */
  end(route: string): void {
    this.ended = true;
    this.knownRoute = route;
    this.message = undefined;
    this.nexts.length = 0;
    this.layers.length = 0;
  }
}
