using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace CarbonPlatform.Architecture;

/// <summary>
/// A built assembly of ours, read as metadata and never loaded: what it refers to and how its members are typed.
/// </summary>
internal sealed class OurAssembly : IDisposable
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;

    private OurAssembly(string path)
    {
        Name = Path.GetFileNameWithoutExtension(path);
        _file = new PEReader(new MemoryStream(File.ReadAllBytes(path)));
        _metadata = _file.GetMetadataReader();
    }

    /// <summary>For example <c>CarbonPlatform.Ledger</c>.</summary>
    public string Name { get; }

    /// <summary>The services and what they stand on, as built beside this test.</summary>
    public static IReadOnlyList<OurAssembly> All { get; } =
    [
        .. Directory
            .EnumerateFiles(AppContext.BaseDirectory, "CarbonPlatform.*.dll")
            .Where(path =>
                Path.GetFileNameWithoutExtension(path)
                    is not ("CarbonPlatform.Architecture" or "CarbonPlatform.TestKit")
            )
            .Order(StringComparer.Ordinal)
            .Select(path => new OurAssembly(path)),
    ];

    public static OurAssembly Of(string project) =>
        All.Single(assembly => assembly.Name == $"CarbonPlatform.{project}");

    public IEnumerable<string> References =>
        _metadata.AssemblyReferences.Select(handle => Text(_metadata.GetAssemblyReference(handle).Name));

    /// <summary>Members of other assemblies that are used, as <c>Namespace.Type.member</c>.</summary>
    public IEnumerable<string> UsedMembers =>
        from handle in _metadata.MemberReferences
        let member = _metadata.GetMemberReference(handle)
        where member.Parent.Kind == HandleKind.TypeReference
        let type = _metadata.GetTypeReference((TypeReferenceHandle)member.Parent)
        select $"{Text(type.Namespace)}.{Text(type.Name)}.{Text(member.Name)}";

    /// <summary>Types as people wrote them, with namespace; nested ones by their own name.</summary>
    public IEnumerable<(string Namespace, string Name, bool IsPublic)> WrittenTypes =>
        from handle in _metadata.TypeDefinitions
        let type = _metadata.GetTypeDefinition(handle)
        let name = Text(type.Name)
        where !name.Contains('<', StringComparison.Ordinal) && !name.StartsWith("__", StringComparison.Ordinal)
        select (
            Text(type.Namespace),
            name,
            type.Attributes.HasFlag(System.Reflection.TypeAttributes.Public) && !type.IsNested
        );

    /// <summary>
    /// Fields, parameters, results and locals whose type speaks of floating point,
    /// with the outermost type that holds them.
    /// </summary>
    public IEnumerable<(string Type, string Member)> FloatingPoint()
    {
        var names = new TypeNames();
        foreach (var handle in _metadata.TypeDefinitions)
        {
            var type = _metadata.GetTypeDefinition(handle);
            var outer = type;
            while (!outer.GetDeclaringType().IsNil)
                outer = _metadata.GetTypeDefinition(outer.GetDeclaringType());
            var (outerName, name) = (Text(outer.Name), Text(type.Name));

            foreach (var field in type.GetFields().Select(_metadata.GetFieldDefinition))
            {
                if (IsFloatingPoint(field.DecodeSignature(names, null)))
                    yield return (outerName, $"{Name}: field {name}.{Text(field.Name)}");
            }
            foreach (var method in type.GetMethods().Select(_metadata.GetMethodDefinition))
            {
                var signature = method.DecodeSignature(names, null);
                if (signature.ParameterTypes.Append(signature.ReturnType).Any(IsFloatingPoint))
                    yield return (outerName, $"{Name}: signature of {name}.{Text(method.Name)}");
                if (method.RelativeVirtualAddress == 0)
                    continue;
                var locals = _file.GetMethodBody(method.RelativeVirtualAddress).LocalSignature;
                if (
                    !locals.IsNil
                    && _metadata.GetStandaloneSignature(locals).DecodeLocalSignature(names, null).Any(IsFloatingPoint)
                )
                    yield return (outerName, $"{Name}: local of {name}.{Text(method.Name)}");
            }
        }
    }

    public void Dispose() => _file.Dispose();

    public override string ToString() => Name;

    private static bool IsFloatingPoint(string type) =>
        (
            type.Contains("Double", StringComparison.Ordinal)
            || type.Contains("Single", StringComparison.Ordinal)
            || type.Contains("System.Half", StringComparison.Ordinal)
        ) && !type.StartsWith("System.Diagnostics.Metrics.", StringComparison.Ordinal);

    private string Text(StringHandle handle) => _metadata.GetString(handle);

    /// <summary>Spells out types; primitives by the name of their code.</summary>
    private sealed class TypeNames : ISignatureTypeProvider<string, object?>
    {
        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[]";

        public string GetSZArrayType(string elementType) => elementType + "[]";

        public string GetByReferenceType(string elementType) => elementType + "&";

        public string GetPointerType(string elementType) => elementType + "*";

        public string GetPinnedType(string elementType) => elementType;

        public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
            $"{genericType}<{string.Join(',', typeArguments)}>";

        public string GetFunctionPointerType(MethodSignature<string> signature) =>
            string.Join(',', signature.ParameterTypes.Append(signature.ReturnType));

        public string GetGenericMethodParameter(object? genericContext, int index) => "T";

        public string GetGenericTypeParameter(object? genericContext, int index) => "T";

        public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
            "ours";

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
        {
            var type = reader.GetTypeReference(handle);
            return $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}";
        }

        public string GetTypeFromSpecification(
            MetadataReader reader,
            object? genericContext,
            TypeSpecificationHandle handle,
            byte rawTypeKind
        ) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);
    }
}
