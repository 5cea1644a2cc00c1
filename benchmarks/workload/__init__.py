"""The workload of the audit benchmarks: claims after Tianjin's measures of 2022, decided by hand and by the library."""
