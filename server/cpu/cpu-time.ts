type CpuUsage = () => { readonly user: number; readonly system: number };

/**
 * CPU time in milliseconds, to be compared with itself only: that of the
 * JavaScript thread where Node can tell (23.9 on), else that of the process,
 * with garbage collection, the thread pool and workers.
 */
export function cpuTimeMs(): number {
  const { threadCpuUsage } = process as { threadCpuUsage?: CpuUsage };
  const { user, system } = threadCpuUsage ? threadCpuUsage.call(process) : process.cpuUsage();
  return (user + system) / 1000;
}
