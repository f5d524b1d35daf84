import { useState } from 'preact/hooks';
import { ApiError, apiAddress, ask } from '../../data/api';
import { download } from '../../data/export';
import { durationText, valueText } from '../../format/value';
import { DataTable } from '../../ui/data-table';
import { Panel } from '../../ui/panel';
import type { Column } from '../../ui/table-columns';

interface Owner {
  readonly owner: string;
  readonly name: string;
  readonly cpuMs: number;
  readonly share: number;
  readonly topFunctions: ReadonlyArray<{ readonly name: string; readonly selfMs: number }>;
}

interface Profile {
  readonly attribution: readonly Owner[];
  readonly profile: unknown;
}

const seconds = 5;

/** Takes a profile of the process that answers, and says who had the CPU. */
export function CpuProfile() {
  const [profile, setProfile] = useState<Profile>();
  const [problem, setProblem] = useState<string>();
  const [isTaking, setTaking] = useState(false);

  const take = async () => {
    setTaking(true);
    setProblem(undefined);
    try {
      setProfile(await ask<Profile>(apiAddress('profile', { seconds }), { method: 'POST' }));
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : String(error));
    } finally {
      setTaking(false);
    }
  };
  const save = () =>
    download('radiant.cpuprofile', 'application/json', JSON.stringify(profile?.profile));

  return (
    <Panel
      title="CPU profile"
      help={`V8’s profiler watches the process that answers for ${seconds} s. It holds that process up for some 50 ms at the start and at the end.`}
      isWide
      actions={
        <>
          {profile && (
            <button type="button" onClick={save}>
              Save .cpuprofile
            </button>
          )}
          <button type="button" class="primary" onClick={take} disabled={isTaking}>
            {isTaking ? `Watching for ${seconds} s …` : 'Take a profile'}
          </button>
        </>
      }
    >
      {problem && (
        <p class="failure" role="alert">
          <strong>No profile was taken.</strong> {problem}
        </p>
      )}
      {profile ? (
        <DataTable
          label="Owners of CPU time"
          rows={profile.attribution}
          columns={columns}
          keyOf={({ owner, name }) => `${owner} ${name}`}
          sortedBy="cpu.desc"
          sortParam="profileSort"
        />
      ) : (
        <p class="empty">
          Who has the CPU right now, to the function. Behind a load balancer you cannot choose which
          process answers.
        </p>
      )}
    </Panel>
  );
}

const columns: ReadonlyArray<Column<Owner>> = [
  {
    ...{ name: 'owner', title: 'Whose', isText: true },
    valueOf: ({ owner, name }) => `${owner} ${name}`.trim(),
    show: ({ owner, name }) => `${owner} ${name}`.trim(),
  },
  {
    ...{ name: 'cpu', title: 'CPU' },
    valueOf: ({ cpuMs }) => cpuMs,
    show: ({ cpuMs }) => durationText(cpuMs),
  },
  {
    ...{ name: 'share', title: 'Share', help: 'Of the time in which anything ran.' },
    valueOf: ({ share }) => share,
    show: ({ share }) => valueText(share, 'ratio'),
  },
  {
    ...{ name: 'functions', title: 'Functions with the most', isText: true },
    valueOf: ({ topFunctions }) => topFunctions.map(({ name }) => name).join(', '),
    show: ({ topFunctions }) =>
      topFunctions
        .slice(0, 3)
        .map(({ name, selfMs }) => `${name || '(anonymous)'} ${durationText(selfMs)}`)
        .join(', '),
  },
];
