import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** The width an element has on the page, in whole pixels, so that a chart can be drawn at its true size. */
export function useWidth<E extends HTMLElement>(start: number): [RefObject<E | null>, number] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(start);
  useLayoutEffect(() => {
    const own = element.current;
    if (own === null) return;
    const measure = () => setWidth(Math.floor(own.getBoundingClientRect().width));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(own);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
