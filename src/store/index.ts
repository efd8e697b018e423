export * from './clinical/index.ts';
export { codeOf, type DataFolder, openDataFolder, ownerOf } from './data-folder.ts';
export * from './operational/index.ts';
export { projectFolder } from './project-folder.ts';
export { type RunningServerAddress, serverOnFolder, tellAddress } from './server-address.ts';
export { startThread } from './start-thread.ts';
