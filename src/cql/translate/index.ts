// The translator needs Node; the rest of the room does not, so it has a door of its own.
export {
  type CqlFile,
  type TranslateOptions,
  type Translation,
  translateLibraries,
} from './translate-libraries.ts';
