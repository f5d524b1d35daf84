import type { AccessOptions } from '../../../server/dashboard/access';
import { createAccess } from '../../../server/dashboard/access';
import { createDashboard } from '../../../server/dashboard/dashboard';
import { createStaticFiles } from '../../../server/dashboard/static-files';
import { assetsIn, dashboardContents } from '../../support/dashboard-files';

export const aToken = 'correct-horse-battery';

interface Options extends Partial<AccessOptions> {
  /** Where its files are. */
  readonly folder: string;
  readonly basePath?: string;
  readonly isHttps?: boolean;
}

/** A dashboard whose clocks stand still unless given. */
export function aDashboard({ folder, basePath = '/_radiant', isHttps = false, ...given }: Options) {
  const warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const access = createAccess({
    token: aToken,
    authorize: undefined,
    development: false,
    now: () => 0,
    wallNow: () => 1_000,
    warn,
    ...given,
  });
  const files = createStaticFiles({
    names: Object.keys(dashboardContents),
    locate: assetsIn(folder).absoluteFilePath,
    warn,
  });
  const dashboard = createDashboard({
    ...{ access, files, basePath, warn, isHttps: () => isHttps },
    apiPath: '/_radiant/api/v1',
  });
  return { dashboard, access, warnings };
}
