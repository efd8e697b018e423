import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { DataPage, LiveEvent } from '#api';

function withJob(page: DataPage, event: Extract<LiveEvent, { kind: 'job' }>): DataPage {
  const others = page.jobs.filter((job) => job.id !== event.job.id);
  return { ...page, jobs: [event.job, ...others] };
}

function take(event: LiveEvent, client: QueryClient): Promise<void>[] {
  const stale = (...names: string[]) =>
    names.map((name) => client.invalidateQueries({ queryKey: [name] }));
  switch (event.kind) {
    case 'job':
      client.setQueryData<DataPage>(['data'], (page) => page && withJob(page, event));
      return event.job.state === 'running' ? [] : stale('data');
    case 'alert':
      return stale('inbox', 'alert');
    case 'results':
      return stale('overview', 'measure', 'inbox', 'data', 'cycle');
    case 'thread':
      return [
        client.invalidateQueries({ queryKey: ['thread', event.threadId] }),
        ...stale('threads', 'inbox', 'loops', 'proposals', 'proposal', 'meeting'),
      ];
  }
}

/** Keeps what is on the screen fresh while somebody is signed in: jobs as they go, results and threads as they change. */
export function useLive(isSignedIn: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isSignedIn) return;
    const source = new EventSource('/api/events');
    source.onmessage = (message: MessageEvent<string>) => {
      const event: LiveEvent = JSON.parse(message.data);
      Promise.all(take(event, client)).catch(reportError);
    };
    return () => source.close();
  }, [client, isSignedIn]);
}
