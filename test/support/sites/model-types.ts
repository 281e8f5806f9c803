import ts from 'typescript';

/** A type of the source, as far as a template can look into it. */
export interface ModelType {
  /** The type of a field, of whichever member of a union has it; undefined where none does. */
  field(name: string): ModelType | undefined;
  /** The type of an array's elements; undefined for what is no array. */
  element(): ModelType | undefined;
  /** The same type without undefined, null and false: what a block that tests it sees. */
  present(): ModelType;
}

/** The fields of an interface, each with its type, as the compiler understands them. */
export function modelTypes(
  file: string,
  interfaceName: string,
): { names: string[]; typeOf(name: string): ModelType } {
  const config = ts.readConfigFile(
    ts.findConfigFile(file, (name) => ts.sys.fileExists(name)) ?? '',
    (name) => ts.sys.readFile(name),
  );
  const { options } = ts.convertCompilerOptionsFromJson(config.config.compilerOptions, '.');
  const program = ts.createProgram([file], { ...options, incremental: false });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const declaration = source?.statements.find(
    (statement) => ts.isInterfaceDeclaration(statement) && statement.name.text === interfaceName,
  );
  if (!declaration) throw new Error(`There is no interface ${interfaceName} in ${file}.`);
  const models = checker.getTypeAtLocation(declaration);
  return {
    names: models.getProperties().map(({ name }) => name),
    typeOf: (name) => {
      const symbol = models.getProperty(name);
      if (!symbol) throw new Error(`There is no model "${name}".`);
      return modelType([checker.getTypeOfSymbol(symbol)], checker);
    },
  };
}

function modelType(types: ts.Type[], checker: ts.TypeChecker): ModelType {
  const members = types.flatMap((type) => (type.isUnion() ? type.types : [type]));
  return {
    field: (name) => {
      const found = members.flatMap((member) => fieldType(member, name, checker));
      return found.length > 0 ? modelType(found, checker) : undefined;
    },
    element: () => {
      const found = members.flatMap(
        (member) => checker.getIndexTypeOfType(member, ts.IndexKind.Number) ?? [],
      );
      const isList = members.some((member) => checker.isArrayLikeType(member));
      return isList ? modelType(found, checker) : undefined;
    },
    present: () =>
      modelType(
        members.map((member) => checker.getNonNullableType(member)),
        checker,
      ),
  };
}

/** Fields of text and arrays, such as `length`, are no business of a template. */
function fieldType(type: ts.Type, name: string, checker: ts.TypeChecker): ts.Type[] {
  const isPlain = (type.flags & ts.TypeFlags.Object) !== 0 || type.isIntersection();
  if (!isPlain || checker.isArrayLikeType(type)) return [];
  const property = checker.getPropertyOfType(type, name);
  if (property) return [checker.getTypeOfSymbol(property)];
  const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  return index ? [index] : [];
}
