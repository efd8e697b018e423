import { type KeyboardEvent, memo, type ReactNode, useRef, useState } from 'react';
import {
  chartFont,
  type Ink,
  type Mark,
  pathOf,
  type Scene,
  type SymbolMark,
  shapePath,
} from '#charts';

const paint = (ink: Ink): string => `var(--${ink})`;

function Figure({ mark }: { readonly mark: SymbolMark }): ReactNode {
  const look = { fill: paint(mark.fill), stroke: paint(mark.stroke) };
  return mark.shape === 'circle' ? (
    <circle cx={mark.x} cy={mark.y} r={mark.radius} {...look} />
  ) : (
    <path d={shapePath(mark.shape, mark, mark.radius)} {...look} />
  );
}

function Still({ mark }: { readonly mark: Mark }): ReactNode {
  switch (mark.kind) {
    case 'line':
      return (
        <path
          d={pathOf(mark.points, false)}
          fill="none"
          stroke={paint(mark.stroke)}
          strokeWidth={mark.strokeWidth}
          strokeDasharray={mark.dash ?? undefined}
          strokeLinejoin="round"
        />
      );
    case 'area':
      return <path d={pathOf(mark.points, true)} fill={paint(mark.fill)} />;
    case 'text':
      return (
        <text
          x={mark.x}
          y={mark.y}
          fontSize={mark.size}
          fontWeight={mark.weight}
          textAnchor={mark.anchor}
          fill={paint(mark.ink)}
        >
          {mark.text}
        </text>
      );
    case 'symbol':
      return <Figure mark={mark} />;
  }
}

const frameOf = (scene: Scene) => ({
  width: scene.width,
  height: scene.height,
  viewBox: `0 0 ${scene.width} ${scene.height}`,
  fontFamily: chartFont,
});

/** A drawing one looks at and does not step into: small charts and icons. Without a title it is decoration. */
export const StillScene = memo(function StillScene({ scene }: { readonly scene: Scene }) {
  return (
    <svg
      {...frameOf(scene)}
      role="img"
      aria-label={scene.title}
      aria-hidden={scene.title === '' ? true : undefined}
    >
      {scene.marks.map((mark, i) => (
        <Still key={`${mark.kind}-${i}`} mark={mark} />
      ))}
    </svg>
  );
});

const hasSpot = (mark: Mark): mark is SymbolMark & { spot: NonNullable<SymbolMark['spot']> } =>
  mark.kind === 'symbol' && mark.spot !== null;

const stepOf: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowRight: (at, count) => Math.min(count - 1, at + 1),
  ArrowDown: (at, count) => Math.min(count - 1, at + 1),
  ArrowLeft: (at) => Math.max(0, at - 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, count) => count - 1,
};

interface SteppedProps {
  readonly scene: Scene;
  /** Shown in the line below while nothing is pointed at. */
  readonly hint: string;
}

/**
 * A drawing whose points can be read: by pointer, or by keyboard as one stop with the arrow keys within. What a point
 * says stands in a line below, whose room is always there.
 */
export function SteppedScene({ scene, hint }: SteppedProps): ReactNode {
  const spots = scene.marks.filter(hasSpot);
  const [read, setRead] = useState<string | null>(null);
  const [stop, setStop] = useState(spots.length - 1);
  const svg = useRef<SVGSVGElement>(null);
  const current = Math.min(Math.max(0, stop), spots.length - 1);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = stepOf[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = step(current, spots.length);
    setStop(next);
    svg.current?.querySelectorAll<SVGGElement>('[data-spot]')[next]?.focus();
  };

  return (
    <div className="stepped">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset */}
      <svg
        {...frameOf(scene)}
        ref={svg}
        role="group"
        aria-label={scene.title}
        onKeyDown={onKeyDown}
        onPointerLeave={() => setRead(null)}
      >
        <desc>{scene.description}</desc>
        {scene.marks.map((mark, i) =>
          hasSpot(mark) ? null : <Still key={`${mark.kind}-${i}`} mark={mark} />,
        )}
        {spots.map((mark, i) => (
          // biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: a point is read, not pressed; it takes the focus to be read
          <g
            key={mark.spot.id}
            data-spot={mark.spot.id}
            role="img"
            aria-label={mark.spot.words}
            tabIndex={i === current ? 0 : -1}
            className="spot"
            onFocus={() => {
              setStop(i);
              setRead(mark.spot.words);
            }}
            onBlur={() => setRead(null)}
            onPointerEnter={() => setRead(mark.spot.words)}
          >
            <circle cx={mark.x} cy={mark.y} r={11} className="spot-ring" />
            <Figure mark={mark} />
          </g>
        ))}
      </svg>
      <p className="spot-words" aria-hidden="true">
        {read ?? hint}
      </p>
    </div>
  );
}
