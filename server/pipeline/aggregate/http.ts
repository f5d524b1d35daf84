import type { Histogram } from '../../../common/histogram';
import { OTHER } from '../../../common/metrics';
import type { HttpClientSample, HttpServerSample } from '../../../common/sample';
import { byName } from './by-name';
import type { SeriesTable } from './series-table';

interface ByStatus {
  /** Whether they are of all that is beyond the limit. */
  readonly isOther: boolean;
  readonly duration: Map<string, Histogram>;
}

interface ServerCells extends ByStatus {
  cpu?: Histogram;
  requestBytes?: Histogram;
  responseBytes?: Histogram;
}

/** Turns requests that came in, and requests that went out, into series. */
export function aggregateHttp(table: SeriesTable) {
  const create = (name: string): ByStatus => ({ isOther: name === OTHER, duration: new Map() });
  const serverCells = byName<ServerCells>(table, create);
  const clientCells = byName<ByStatus>(table, create);

  function durationOf(cells: ByStatus, status: string, create: () => Histogram): Histogram {
    const known = cells.duration.get(status);
    if (known) return known;
    const histogram = create();
    cells.duration.set(status, histogram);
    return histogram;
  }

  function recordBytes(cells: ServerCells, sample: HttpServerSample, dims: RouteDims): void {
    const { requestBytes, responseBytes } = sample;
    if (requestBytes !== undefined) {
      cells.requestBytes ??= table.histogram('http.server.requestBytes', dims);
      cells.requestBytes.record(requestBytes);
    }
    if (responseBytes !== undefined) {
      cells.responseBytes ??= table.histogram('http.server.responseBytes', dims);
      cells.responseBytes.record(responseBytes);
    }
  }

  return {
    server(sample: HttpServerSample): void {
      const { method, status, durationMs, cpuMs } = sample;
      const cells = serverCells(`${method}\u0000${sample.route}`);
      const dims = { method, route: cells.isOther ? OTHER : sample.route };
      durationOf(cells, status, () =>
        table.histogram('http.server.duration', { ...dims, status }),
      ).record(durationMs);
      cells.cpu ??= table.histogram('http.server.cpu', dims);
      cells.cpu.record(cpuMs);
      recordBytes(cells, sample, dims);
    },

    client(sample: HttpClientSample): void {
      const { method, status, durationMs } = sample;
      const cells = clientCells(`${method}\u0000${sample.host}`);
      const dims = { method, host: cells.isOther ? OTHER : sample.host, status };
      durationOf(cells, status, () => table.histogram('http.client.duration', dims)).record(
        durationMs,
      );
    },
  };
}

interface RouteDims extends Record<string, string> {
  readonly method: string;
  readonly route: string;
}
