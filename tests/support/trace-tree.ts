import type { Span, Trace } from '../../common/trace';

/** The spans of a trace, each with its children, as `kind name`: what is where, at a glance. */
export function treeOf({ spans }: Pick<Trace, 'spans'>): unknown {
  const [root] = spans;
  return root ? branchOf(root, spans) : undefined;
}

function branchOf(span: Span, spans: readonly Span[]): unknown {
  const children = spans.filter(({ parentId }) => parentId === span.id);
  const label = `${span.kind} ${span.name}`;
  return children.length === 0 ? label : { [label]: children.map((one) => branchOf(one, spans)) };
}
