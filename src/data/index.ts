export {
  type CodeUse,
  type CodingChange,
  findCodingChanges,
} from './quality/coding-change.ts';
