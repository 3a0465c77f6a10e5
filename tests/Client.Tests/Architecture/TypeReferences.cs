using Mono.Cecil;

namespace Sweep.Client.Tests.Architecture;

/// <summary>Which types of a compiled assembly use which. Nested types,
/// closures and state machines count for the type that they are in.</summary>
/// <remarks>Constants and <c>nameof</c> leave no trace in an assembly.</remarks>
internal static class TypeReferences
{
    /// <summary>Pairs of full names, without repeats.</summary>
    /// <param name="path">Path of the assembly.</param>
    public static IReadOnlyList<(string User, string Used)> In(string path)
    {
        using var module = ModuleDefinition.ReadModule(path, new ReaderParameters { AssemblyResolver = Resolver() });
        return [.. module.GetTypes().SelectMany(type => Mentioned(type).SelectMany(Names).Select(used => (Outermost(type).FullName, used)))
            .Distinct()];
    }

    /// <summary>Names of the assemblies that an assembly was compiled against.</summary>
    /// <param name="path">Path of the assembly.</param>
    public static IReadOnlyList<string> Assemblies(string path)
    {
        using var module = ModuleDefinition.ReadModule(path);
        return [.. module.AssemblyReferences.Select(a => a.Name)];
    }

    private static IEnumerable<TypeReference?> Mentioned(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. Constraints(type),
        .. type.Fields.Select(f => f.FieldType),
        .. type.Methods.SelectMany(m => Signature(m).Concat(Constraints(m)).Concat(Body(m))),
        .. Attributes([type, .. type.Fields, .. type.Properties, .. type.Methods, .. type.Methods.SelectMany(m => m.Parameters)]),
    ];

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider owner) =>
        owner.GenericParameters.SelectMany(p => p.Constraints).Select(c => c.ConstraintType);

    private static IEnumerable<TypeReference?> Signature(MethodReference method) =>
    [
        method.DeclaringType,
        method.ReturnType,
        .. method.Parameters.Select(p => p.ParameterType),
        .. method is GenericInstanceMethod generic ? generic.GenericArguments : [],
    ];

    private static IEnumerable<TypeReference?> Body(MethodDefinition method) => method.HasBody
        ?
        [
            .. method.Body.Variables.Select(v => v.VariableType),
            .. method.Body.ExceptionHandlers.Select(h => h.CatchType),
            .. method.Body.Instructions.SelectMany(i => Operand(i.Operand)),
        ]
        : [];

    private static IEnumerable<TypeReference?> Operand(object? operand) => operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method => Signature(method),
        _ => [],
    };

    private static IEnumerable<TypeReference?> Attributes(IEnumerable<ICustomAttributeProvider> owners) => owners
        .SelectMany(owner => owner.CustomAttributes)
        .SelectMany(a => a.ConstructorArguments.Select(argument => argument.Value as TypeReference).Append(a.AttributeType));

    /// <summary>The types that one reference names: of <c>List&lt;A[]&gt;</c> the list and A.</summary>
    private static IEnumerable<string> Names(TypeReference? reference) => reference switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.Append(generic.ElementType).SelectMany(Names),
        TypeSpecification of => Names(of.ElementType),
        _ => [Outermost(reference).FullName],
    };

    private static TypeReference Outermost(TypeReference type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    /// <summary>Finds the assemblies of this process, for the enums in attributes.</summary>
    private static DefaultAssemblyResolver Resolver()
    {
        var resolver = new DefaultAssemblyResolver();
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        foreach (var folder in trusted.Select(Path.GetDirectoryName).Distinct()) resolver.AddSearchDirectory(folder);
        return resolver;
    }
}
