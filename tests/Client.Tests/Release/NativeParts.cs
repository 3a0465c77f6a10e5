using System.Text;

namespace Sweep.Client.Tests.Release;

/// <summary>A native library that is shipped.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Licence">An SPDX expression, or "public domain".</param>
/// <param name="Home">Where its sources and its notice are.</param>
/// <param name="Mark">A text that a file contains when the library is compiled into it; for a library of its own its files.</param>
internal sealed record NativePart(string Name, string Licence, string Home, string Mark);

/// <summary>Native libraries: those with files of their own, and those that a libtorch may contain.</summary>
internal static class NativeParts
{
    private const int PieceLength = 1 << 22;

    /// <summary>Libraries with files of their own.</summary>
    public static IReadOnlyList<NativePart> Files { get; } =
    [
        new("SQLite", "public domain", "https://www.sqlite.org/copyright.html", "libe_sqlite3.so"),
        new("TorchSharp", "MIT", "https://github.com/dotnet/TorchSharp", "libtorch/libLibTorchSharp.so"),
        new("PyTorch", "BSD-3-Clause", "https://github.com/pytorch/pytorch",
            "libtorch/libc10.so, libtorch/libtorch.so, libtorch/libtorch_cpu.so"),
        new("OpenMP runtime of GCC", "GPL-3.0-or-later WITH GCC-exception-3.1", "https://gcc.gnu.org/onlinedocs/libgomp/",
            "libtorch/libgomp-*.so.1"),
    ];

    /// <summary>Libraries that PyTorch's builds for CPUs compile into <c>libtorch_cpu.so</c>.</summary>
    public static IReadOnlyList<NativePart> InLibtorch { get; } =
    [
        new("AsmJit", "Zlib", "https://github.com/asmjit/asmjit", "[asmjit] Assertion failed"),
        new("concurrentqueue", "BSD-2-Clause", "https://github.com/cameron314/concurrentqueue", "N10moodycamel"),
        new("cpp-httplib", "MIT", "https://github.com/yhirose/cpp-httplib", "--cpp-httplib-multipart-data-"),
        new("cpuinfo", "BSD-2-Clause", "https://github.com/pytorch/cpuinfo", "cpuinfo initialization failed"),
        new("Dynolog", "MIT", "https://github.com/facebookincubator/dynolog", "third_party/dynolog"),
        new("FBGEMM", "BSD-3-Clause", "https://github.com/pytorch/FBGEMM", "fbgemm_linear_fp16_weight"),
        new("FlatBuffers", "Apache-2.0", "https://github.com/google/flatbuffers", "11flatbuffers"),
        new("fmt", "MIT", "https://github.com/fmtlib/fmt", "N3fmt"),
        new("Gloo", "BSD-3-Clause", "https://github.com/pytorch/gloo", "gloo:send"),
        new("ideep", "MIT", "https://github.com/intel/ideep", "third_party/ideep/"),
        new("Intel oneMKL", "ISSL", "https://www.intel.com/content/www/us/en/developer/tools/oneapi/onemkl.html", "MKL_VERBOSE oneMKL"),
        new("ITT API", "BSD-3-Clause OR GPL-2.0-only", "https://github.com/intel/ittapi", "__itt_api_fini"),
        new("JSON for Modern C++", "MIT", "https://github.com/nlohmann/json", "N8nlohmann"),
        new("Kineto", "BSD-3-Clause", "https://github.com/pytorch/kineto", "libkineto profilers activated"),
        new("libuv", "MIT", "https://github.com/libuv/libuv", "uv__io_poll"),
        new("miniz", "MIT", "https://github.com/richgel999/miniz", "miniz_def_realloc_func"),
        new("NNPACK", "BSD-2-Clause", "https://github.com/Maratyszcza/NNPACK", "nnp_convolution_output"),
        new("oneDNN", "Apache-2.0", "https://github.com/uxlfoundation/oneDNN", "onednn_verbose"),
        new("ONNX", "Apache-2.0", "https://github.com/onnx/onnx", "onnx/onnx_onnx_torch-ml.proto"),
        new("Protocol Buffers", "BSD-3-Clause", "https://github.com/protocolbuffers/protobuf", "[libprotobuf %s %s:%d] %s"),
        new("pthreadpool", "BSD-2-Clause", "https://github.com/google/pthreadpool", "pthreadpool_create"),
        new("QNNPACK", "BSD-3-Clause", "https://github.com/pytorch/QNNPACK", "qnnpack_avg_pool2d"),
        new("SLEEF", "BSL-1.0", "https://github.com/shibatch/sleef", "Sleef_rempitabsp"),
        new("TensorPipe", "BSD-3-Clause", "https://github.com/pytorch/tensorpipe", "10tensorpipe"),
        new("XNNPACK", "BSD-3-Clause", "https://github.com/google/XNNPACK", "xnn_create_channel_shuffle_nc_x32"),
    ];

    /// <summary>Those of the known libraries whose mark is in the file, by name.</summary>
    public static IReadOnlyList<NativePart> In(string file)
    {
        var missing = InLibtorch.ToDictionary(part => part, part => Encoding.ASCII.GetBytes(part.Mark));
        var overlap = missing.Values.Max(mark => mark.Length) - 1;
        var piece = new byte[overlap + PieceLength];
        using var stream = File.OpenRead(file);
        for (int kept = 0, length; (length = stream.ReadAtLeast(piece.AsSpan(kept), PieceLength, throwOnEndOfStream: false)) > 0;)
        {
            var text = piece.AsSpan(0, kept + length);
            foreach (var (part, mark) in missing.ToList())
            {
                if (text.IndexOf(mark) >= 0) missing.Remove(part);
            }

            // A mark may begin in one piece and end in the next.
            kept = Math.Min(overlap, text.Length);
            text[^kept..].CopyTo(piece);
        }

        return [.. InLibtorch.Where(part => !missing.ContainsKey(part))];
    }
}
