import type { ReactNode } from 'react';
import type { Job } from '#api';
import { durationWords } from '../../sentences/duration.ts';
import { jobWords } from '../../sentences/job-words.ts';
import { useWords } from '../../words/words-context.tsx';

/** Long work as it goes: how far, how fast, how long still. */
export function Jobs({ jobs }: { readonly jobs: readonly Job[] }): ReactNode {
  const words = useWords();
  if (jobs.length === 0) return null;
  const isRunning = jobs.some((job) => job.state === 'running');
  return (
    <section aria-labelledby="jobs">
      <h2 id="jobs">{words.say(isRunning ? 'data.running' : 'data.finished')}</h2>
      <ul className="jobs">
        {jobs.map((job) => (
          <li key={job.id}>
            <OneJob job={job} />
          </li>
        ))}
      </ul>
      {isRunning && <p className="quiet">{words.say('data.leave')}</p>}
    </section>
  );
}

function OneJob({ job }: { readonly job: Job }): ReactNode {
  const words = useWords();
  const name = words.say(`data.job.${job.kind}`);
  const percent = job.share === null ? null : Math.round(job.share * 100);
  const left =
    job.secondsLeft === null
      ? null
      : words.say('data.job-left', { left: durationWords(job.secondsLeft, words) });
  const progress = [percent === null ? null : `${percent}\u202f%`, job.rate, left];
  const state = {
    running: progress.filter((part) => part !== null).join(' · '),
    done: words.say('data.job-done'),
    failed: words.say('data.job-failed'),
  }[job.state];
  return (
    <div className="job">
      <p>
        <strong>{name}</strong> <span className="quiet">{jobWords(job, words)}</span>
      </p>
      {job.state === 'running' && (
        <progress aria-label={name} max={1} {...(job.share === null ? {} : { value: job.share })} />
      )}
      <p className="quiet">{state}</p>
    </div>
  );
}
