import '@fontsource-variable/inter/wght.css';
import './styles/index.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { router } from './app/router.tsx';
import { RequestFailed } from './request/request.ts';
import { firstLanguage, loadMessages, WordsProvider } from './words/words-context.tsx';

/** No connection, or a program that is still starting: worth asking again. */
const mayPass = (error: Error): boolean =>
  error instanceof RequestFailed && (error.status === 0 || error.status === 503);

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => mayPass(error) && failures < 5,
      retryDelay: (failures) => Math.min(4000, 500 * 2 ** failures),
    },
  },
});

async function start(): Promise<void> {
  const language = firstLanguage();
  const messages = await loadMessages(language);
  const element = document.getElementById('app');
  if (element === null) throw new Error('index.html has no element #app');
  createRoot(element).render(
    <StrictMode>
      <WordsProvider start={{ language, messages }}>
        <QueryClientProvider client={client}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </WordsProvider>
    </StrictMode>,
  );
}

/**
 * A part of the page that is gone from the server means that Gyrus was renewed while this page was open: the page is
 * loaded again, at most once a minute.
 */
window.addEventListener('vite:preloadError', () => {
  const kept = 'gyrus.renewed';
  const last = Number(sessionStorage.getItem(kept) ?? 0);
  if (Date.now() - last < 60_000) return;
  sessionStorage.setItem(kept, String(Date.now()));
  location.reload();
});

start().catch(reportError);
