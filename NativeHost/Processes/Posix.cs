using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Ronghe.NativeHost.Processes;

/// <summary>The few calls of the operating system that .NET has no name for.</summary>
internal static class Posix
{
    internal const int Interrupt = 2, Kill = 9, Terminate = 15;

    internal static bool IsRoot => Environment.UserName == "root" || geteuid() == 0;

    /// <summary>Sends a signal; false when the process is gone.</summary>
    internal static bool Signal(int pid, int signal) => kill(pid, signal) == 0;

    internal static void ChangeOwner(string path, int user, int group)
    {
        if (chown(path, user, group) != 0) throw new Win32Exception(Marshal.GetLastPInvokeError(), $"chown {path}");
    }

    /// <summary>User and group id of an account, from /etc/passwd; null when there is no such account.</summary>
    internal static (int User, int Group)? Account(string name)
    {
        foreach (var line in File.ReadLines("/etc/passwd"))
        {
            if (line.Split(':') is [var account, _, var user, var group, ..] && account == name)
                return (int.Parse(user, null), int.Parse(group, null));
        }
        return null;
    }

#pragma warning disable SYSLIB1054 // Four blittable calls do not justify unsafe code in the project.
    [DllImport("libc", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);

    [DllImport("libc"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint geteuid();

    [DllImport("libc", SetLastError = true, BestFitMapping = false), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int user, int group);
#pragma warning restore SYSLIB1054
}
