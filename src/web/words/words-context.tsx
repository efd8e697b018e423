import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { type Language, languages } from '#core';
import { localeOf, type Messages, type Words, wordsIn } from './words.ts';

interface Spoken {
  readonly words: Words;
  readonly speak: (language: Language) => void;
}

const SpokenContext = createContext<Spoken | null>(null);
const kept = 'gyrus.language';

const isLanguage = (text: string): text is Language => languages.some((l) => l === text);

/** The language chosen last, or the browser's where we speak it. */
export function firstLanguage(): Language {
  const chosen = localStorage.getItem(kept) ?? navigator.language.slice(0, 2);
  return isLanguage(chosen) ? chosen : 'en';
}

export async function loadMessages(language: Language): Promise<Messages> {
  return language === 'sv'
    ? (await import('./sv/index.ts')).sv
    : (await import('./en/index.ts')).en;
}

interface Start {
  readonly language: Language;
  readonly messages: Messages;
}

/** Speaks one language to everything inside it; another is fetched when the reader asks for it. */
export function WordsProvider(props: { readonly start: Start; readonly children: ReactNode }) {
  const [spoken, setSpoken] = useState(props.start);
  const words = useMemo(() => wordsIn(spoken.language, spoken.messages, reportError), [spoken]);
  useEffect(() => {
    document.documentElement.lang = spoken.language;
  }, [spoken.language]);
  const value = useMemo(() => {
    const speak = (language: Language) => {
      localStorage.setItem(kept, language);
      loadMessages(language).then((messages) => setSpoken({ language, messages }), reportError);
    };
    return { words, speak };
  }, [words]);
  return (
    <I18nProvider locale={localeOf[spoken.language]}>
      <SpokenContext value={value}>{props.children}</SpokenContext>
    </I18nProvider>
  );
}

export function useSpoken(): Spoken {
  const spoken = use(SpokenContext);
  if (spoken === null) throw new Error('useSpoken: outside WordsProvider');
  return spoken;
}

export const useWords = (): Words => useSpoken().words;
