/** One kind of page. What is alive in it is filled by `live`; `show` itself runs once per path. */
export interface Page {
  /** Whether a path is one of its own; what is in its groups comes to `show`. */
  readonly path: RegExp;
  readonly title: string;
  show(...groups: string[]): ReadonlyArray<Node | string>;
}
