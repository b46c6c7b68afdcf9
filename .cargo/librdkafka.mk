# Read by make before librdkafka's own makefile: of its two libraries only the C one is built.
override LIBSUBDIRS = src
