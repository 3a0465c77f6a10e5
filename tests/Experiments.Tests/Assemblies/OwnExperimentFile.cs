using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Sweep.Experiments.Tests.Assemblies;

/// <summary>The assembly of samples/OwnExperiment, as it was built or changed.</summary>
internal sealed class OwnExperimentFile : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sweep-own-");

    /// <summary>As it was built.</summary>
    public static string Built
    {
        get
        {
            // artifacts/bin/<project>/<configuration>/
            var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
            return Path.Combine(own.Parent!.Parent!.FullName, "OwnExperiment", own.Name, "OwnExperiment.dll");
        }
    }

    public string Folder => folder.FullName;

    /// <summary>A copy with something changed; its path.</summary>
    public string Changed(Action<ModuleDefinition> change)
    {
        var path = Path.Combine(Folder, "Own.dll");
        using var assembly = AssemblyDefinition.ReadAssembly(Built, new ReaderParameters { AssemblyResolver = Resolver() });
        change(assembly.MainModule);
        assembly.Write(path);
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Adds a class of the experiment.</summary>
    public static TypeDefinition Again(ModuleDefinition module, TypeReference parent)
    {
        var type = new TypeDefinition("OwnExperiment", "Again", TypeAttributes.Public | TypeAttributes.Class, parent);
        const MethodAttributes Constructor =
            MethodAttributes.Public | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;
        var made = new MethodDefinition(".ctor", Constructor, module.TypeSystem.Void);
        var code = made.Body.GetILProcessor();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, new MethodReference(".ctor", module.TypeSystem.Void, parent) { HasThis = true });
        code.Emit(OpCodes.Ret);
        type.Methods.Add(made);
        module.Types.Add(type);
        return type;
    }

    private static DefaultAssemblyResolver Resolver()
    {
        var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(AppContext.BaseDirectory);
        return resolver;
    }
}
