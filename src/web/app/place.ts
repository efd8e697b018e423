const kept = 'gyrus.unit';

/** The unit looked at last, so that the next visit begins there. */
export const rememberedUnit = (): string | null => localStorage.getItem(kept);

export const rememberUnit = (unitId: string): void => localStorage.setItem(kept, unitId);
