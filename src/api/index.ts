export * from './commands.ts';
export * from './common.ts';
export * from './data.ts';
export * from './measures.ts';
export * from './organisation.ts';
export * from './practice.ts';
export * from './session.ts';
