using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;

namespace Krewe.Testing;

/// <summary>Loads assemblies a second time, with every <c>ConfigureAwait(false)</c> in them turned to <c>true</c>, so that an <see cref="Interleaving"/> sees each of their awaits.</summary>
/// <remarks>Nothing else of the compiled code is changed: one byte before each such call, the constant it is given.</remarks>
public sealed class ContextAssemblies : AssemblyLoadContext
{
    private const byte LoadZero = 0x16;
    private const byte LoadOne = 0x17;
    private const byte Call = 0x28;
    private const byte CallVirtual = 0x6F;

    private readonly string[] _names;

    /// <param name="names">Simple names of the assemblies; others are shared.</param>
    public ContextAssemblies(params string[] names) => _names = names;

    /// <summary>How many awaits were turned.</summary>
    public int Turned { get; private set; }

    /// <summary>A static method <c>Task Name(Interleaving)</c>, of the second copy of its type.</summary>
    public Func<Interleaving, Task> Scenario(Type type, string name)
    {
        ArgumentNullException.ThrowIfNull(type);
        var copy = LoadFromAssemblyName(type.Assembly.GetName()).GetType(type.FullName!, throwOnError: true)!;
        return copy.GetMethod(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!.CreateDelegate<Func<Interleaving, Task>>();
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (!_names.Contains(assemblyName.Name))
        {
            return null;
        }

        var image = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll"));
        Turned += Turn(image);
        return LoadFromStream(new MemoryStream(image));
    }

    private static int Turn(byte[] image)
    {
        using var file = new PEReader(ImmutableArray.Create(image));
        var metadata = file.GetMetadataReader();
        var calls = metadata.MemberReferences.Where(handle => metadata.StringComparer.Equals(metadata.GetMemberReference(handle).Name, "ConfigureAwait")).Select(handle => MetadataTokens.GetToken(handle)).ToHashSet();
        for (var row = 1; row <= metadata.GetTableRowCount(TableIndex.MethodSpec); row++)
        {
            var handle = MetadataTokens.MethodSpecificationHandle(row);
            if (calls.Contains(MetadataTokens.GetToken(metadata.GetMethodSpecification(handle).Method)))
            {
                calls.Add(MetadataTokens.GetToken(handle));
            }
        }

        return metadata.MethodDefinitions.Select(handle => metadata.GetMethodDefinition(handle).RelativeVirtualAddress).Where(address => address != 0).Sum(address => Turn(image, file, address, calls));
    }

    private static int Turn(byte[] image, PEReader file, int address, HashSet<int> calls)
    {
        var section = file.PEHeaders.SectionHeaders[file.PEHeaders.GetContainingSectionIndex(address)];
        var body = file.GetMethodBody(address);
        var code = body.GetILContent();
        // The code is at the end of its header, which is one byte or twelve.
        var start = address - section.VirtualAddress + section.PointerToRawData;
        start += (image[start] & 3) == 2 ? 1 : 12;
        var turned = 0;
        for (var at = 0; at + 6 <= code.Length; at++)
        {
            if (code[at] == LoadZero && code[at + 1] is Call or CallVirtual && calls.Contains(BinaryPrimitives.ReadInt32LittleEndian(image.AsSpan(start + at + 2))))
            {
                image[start + at] = LoadOne;
                turned++;
            }
        }

        return turned;
    }
}
