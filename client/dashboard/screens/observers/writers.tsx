import { useRead } from '../../data/use-read';
import { shareText } from '../../format/share-text';
import { rateText } from '../../format/value';
import { rangeLabel } from '../../state/range';
import { definitionOf, Help } from '../../ui/help';
import { Link } from '../../ui/link';
import { Shown } from '../../ui/states';
import { writerLink, writerRows } from './writer-rows';

const most = 8;

/** Who changes documents of a collection, each change of which all of its drivers look at. */
export function Writers({ collection }: { collection: string }) {
  const answer = useRead({
    ...{ metric: 'mutation.docs', stat: 'sum', by: ['owner'], dims: { collection } },
  });
  return (
    <Shown
      answer={answer}
      isEmpty={(data) => writerRows(data).length === 0}
      empty={`This app changed no document of ${collection} in the ${rangeLabel.value}; somebody else may have.`}
    >
      {(data) => (
        <table class="observer-small">
          <caption>
            <Help text={definitionOf('mutation.docs')}>Who writes to {collection}</Help>
          </caption>
          <thead>
            <tr>
              <th scope="col">Writer</th>
              <th scope="col">Documents</th>
              <th scope="col">Share</th>
            </tr>
          </thead>
          <tbody>
            {writerRows(data)
              .slice(0, most)
              .map(({ owner, docsPerSecond, share }) => (
                <tr key={owner}>
                  <th scope="row">
                    <Writer owner={owner} />
                  </th>
                  <td>{rateText(docsPerSecond)}</td>
                  <td>{shareText(share)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      )}
    </Shown>
  );
}

function Writer({ owner }: { owner: string }) {
  const { text, screen, name } = writerLink(owner);
  if (screen === undefined) return <>{text}</>;
  return (
    <Link to={screen} with={{ name }}>
      {text}
    </Link>
  );
}
