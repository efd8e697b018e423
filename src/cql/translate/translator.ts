import {
  CqlCompilerOptions,
  CqlTranslator,
  createLibrarySourceProvider,
  createModelInfoProvider,
  LibraryBuilder,
  LibraryManager,
  ModelManager,
  stringAsSource,
} from '@cqframework/cql/cql-to-elm';
import fhirModelInfo from 'cql-exec-fhir/lib/modelInfos/fhir-modelinfo-4.0.1.xml.js';
import type { ElmLibrary } from '../elm.ts';
import { fhirHelpers } from './fhir-helpers.ts';
import { systemModelInfo } from './system-model.ts';
import { unitService } from './units.ts';

/** The only FHIR version whose model the translator is given. */
export const fhirVersion = '4.0.1';

function newModelManager(fhirModel: string): ModelManager {
  const models = new ModelManager(undefined, false);
  const provide = (name: string, _system: unknown, version?: string | null) => {
    if (name === 'System') return stringAsSource(systemModelInfo());
    const wanted = name === 'FHIR' && (version ?? fhirVersion) === fhirVersion;
    return wanted ? stringAsSource(fhirModel) : null;
  };
  models.modelInfoLoader.registerModelInfoProvider(createModelInfoProvider(provide));
  return models;
}

function compilerOptions(): CqlCompilerOptions {
  const { EnableAnnotations, EnableLocators, EnableResultTypes } = CqlCompilerOptions.Options;
  const { DisableListDemotion, DisableListPromotion } = CqlCompilerOptions.Options;
  const options = new CqlCompilerOptions();
  options.setOptions([
    EnableAnnotations,
    EnableLocators,
    EnableResultTypes,
    DisableListDemotion,
    DisableListPromotion,
  ]);
  // Overloaded functions (FHIRHelpers.ToInterval of a Period or a Range) are told apart by signature at run time.
  options.signatureLevel = LibraryBuilder.SignatureLevel.All;
  return options;
}

/** Loading the FHIR model takes about a second, so it is kept for the life of the process. */
let loaded: { readonly models: ModelManager; readonly helpers: string } | undefined;

function models(): { readonly models: ModelManager; readonly helpers: string } {
  if (loaded !== undefined) return loaded;
  loaded = {
    models: newModelManager(fhirModelInfo),
    helpers: fhirHelpers(fhirModelInfo, fhirVersion),
  };
  return loaded;
}

/** A function from CQL text to ELM, in which libraries of `sources` (by name) can be included. */
export function translator(sources: ReadonlyMap<string, string>): (text: string) => ElmLibrary {
  const { models: modelManager, helpers } = models();
  const libraries = new LibraryManager(modelManager, compilerOptions(), undefined, unitService());
  const provide = (name: string) => {
    const text = name === 'FHIRHelpers' ? helpers : sources.get(name);
    return text === undefined ? null : stringAsSource(text);
  };
  libraries.librarySourceLoader.registerProvider(createLibrarySourceProvider(provide));
  return (text) => JSON.parse(CqlTranslator.fromText(text, libraries).toJson());
}

/** The ELM of FHIRHelpers, which every library that reads FHIR includes. */
export const translatedHelpers = (): ElmLibrary => translator(new Map())(models().helpers);
