import { type ProsePart, proseBlocks } from '../format/prose-parts';

/** A text of the documentation, marked up as `format/prose-parts.ts` says. */
export function Prose({ text }: { text: string }) {
  return (
    <div class="prose">
      {proseBlocks(text).map((block, at) =>
        block.as === 'paragraph' ? (
          <p key={at}>
            <Parts parts={block.parts} />
          </p>
        ) : (
          <ul key={at}>
            {block.items.map((parts, item) => (
              <li key={item}>
                <Parts parts={parts} />
              </li>
            ))}
          </ul>
        ),
      )}
    </div>
  );
}

function Parts({ parts }: { parts: readonly ProsePart[] }) {
  return (
    <>
      {parts.map(({ as, text }, at) => {
        if (as === 'code') return <code key={at}>{text}</code>;
        return as === 'em' ? <em key={at}>{text}</em> : text;
      })}
    </>
  );
}
